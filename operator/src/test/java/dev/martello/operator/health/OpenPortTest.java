package dev.martello.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenPortTest {

  @Test
  void takesEveryConnectionAndSaysNothing() throws Exception {
    OpenPort open = OpenPort.open(0);
    int number = open.port();
    for (int i = 0; i < 3; i++) {
      try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), number)) {
        assertThat(read(caller)).isEqualTo(-1);
      }
    }
    open.close();
    // The thread that accepts may take one more while it is woken.
    await().atMost(Duration.ofSeconds(20)).until(() -> refused(number));
  }

  private static boolean refused(int port) {
    try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !caller.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  /** It may hang up by a reset, which is an end too. */
  private static int read(Socket caller) {
    try {
      return caller.getInputStream().read();
    } catch (IOException reset) {
      return -1;
    }
  }
}
