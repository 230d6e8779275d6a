package dev.martello.runtime.http;

import dev.martello.runtime.tls.TlsServer;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts together what a new connection passes through. */
final class ConnectionSetup extends ChannelInitializer<SocketChannel> {
  private final Optional<Supplier<TlsServer>> tls;
  private final PortTerms terms;
  private final ChannelGroup connections;

  ConnectionSetup(Optional<Supplier<TlsServer>> tls, PortTerms terms, ChannelGroup connections) {
    this.tls = tls;
    this.terms = terms;
    this.connections = connections;
  }

  @Override
  protected void initChannel(SocketChannel channel) {
    if (connections.size() >= terms.limits().connections()) {
      terms.observer().connectionRefused();
      channel.close().addListener(ignored -> {}); // closed or not, nothing more is done with it
      return;
    }
    connections.add(channel);
    if (tls.isPresent()) {
      TlsServer current = tls.get().get();
      channel
          .pipeline()
          .addFirst(current.newHandler())
          .addLast(new ProtocolChoice(terms.until(() -> !tls.get().get().equals(current))));
    } else {
      channel.pipeline().addLast(new PrefaceChoice(terms));
    }
  }
}
