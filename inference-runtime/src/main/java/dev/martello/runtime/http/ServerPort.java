package dev.martello.runtime.http;

import dev.martello.runtime.tls.TlsServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A listening port with its own event loops and connections. */
public final class ServerPort implements AutoCloseable {
  private static final int BACKLOG = 256;
  private static final long CLOSE_SECONDS = 2;

  private final EventLoopGroup loops;
  private final ChannelGroup connections;
  private final Channel listener;

  private ServerPort(EventLoopGroup loops, ChannelGroup connections, Channel listener) {
    this.loops = loops;
    this.connections = connections;
    this.listener = listener;
  }

  /**
   * Listens.
   *
   * @param address port 0 for any that is free
   * @param tls as it is now, asked for at each connection; empty for plain HTTP, which only a
   *     loopback address should be given
   * @throws IOException if the address can't be had
   */
  public static ServerPort open(
      InetSocketAddress address, Optional<Supplier<TlsServer>> tls, PortTerms terms, int threads)
      throws IOException {
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory(terms.name(), true), NioIoHandler.newFactory());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new ConnectionSetup(tls, terms, connections))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stop(loops);
      throw new IOException(
          "port "
              + address.getPort()
              + " ("
              + terms.name()
              + ") can't be listened on; free it or choose another",
          bound.cause());
    }
    return new ServerPort(loops, connections, bound.channel());
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.localAddress();
  }

  /** Stops listening, cuts what is still connected, and waits for the event loops to end. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    stop(loops);
  }

  private static void stop(EventLoopGroup loops) {
    loops
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
