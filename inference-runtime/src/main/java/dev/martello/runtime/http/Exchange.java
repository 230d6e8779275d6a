package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads a request within its bounds, has it answered, then reads the next. Nothing
 * is read while an answer is being made, so that answers keep their order and a caller who sends
 * more has to wait. All on the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whatever fails here ends in channelInactive
final class Exchange extends ChannelInboundHandlerAdapter {
  private enum State {
    WAITING,
    READING,
    ANSWERING,
    DISCARDING
  }

  private static final long TICK_SECONDS = 1;

  private final PortTerms terms;
  private final Caller caller;
  private State state = State.WAITING;
  private long deadlineNanos;
  private @Nullable OpenCall call;
  private @Nullable Route route;
  private @Nullable RequestHead request;
  private Optional<Future<?>> clock = Optional.empty();

  Exchange(PortTerms terms, Caller caller) {
    this.terms = terms;
    this.caller = caller;
  }

  /** Added when TLS is done, or when a stream begins: before it is active or after. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (context.channel().isActive()) {
      begin(context);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    begin(context);
    context.fireChannelActive();
  }

  private void begin(ChannelHandlerContext context) {
    if (clock.isPresent()) {
      return;
    }
    await(State.WAITING, terms.limits().headTime());
    clock =
        Optional.of(
            context
                .executor()
                .scheduleAtFixedRate(
                    () -> closeIfLate(context), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpRequest head && state == State.WAITING) {
        begin(context, head);
      }
      if (message instanceof HttpContent content) {
        if (state == State.READING) {
          receive(context, content);
        } else if (state == State.DISCARDING && content instanceof LastHttpContent) {
          context.close();
        }
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest head) {
    OpenCall opened = new OpenCall(head, terms, caller);
    call = opened;
    terms.observer().started();
    await(State.READING, terms.limits().bodyTime());
    try {
      RequestHead read = RequestHeads.read(head, opened.caller());
      Route chosen = terms.endpoint().route(read);
      request = read;
      route = chosen;
      opened.routed(chosen, terms.budget());
      OpenCall.checkBody(head, chosen);
      if (HttpUtil.is100ContinueExpected(head)) {
        context.writeAndFlush(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      }
    } catch (CallRefused e) {
      boolean wholeRequestRead = !opened.hasBody() && head.decoderResult().isSuccess();
      refuse(context, opened, e, wholeRequestRead);
    }
  }

  private void receive(ChannelHandlerContext context, HttpContent content) {
    OpenCall current = call;
    Route chosen = route;
    RequestHead head = request;
    if (current == null || chosen == null || head == null) {
      return;
    }
    boolean last = content instanceof LastHttpContent;
    current.received(content.content().readableBytes());
    try {
      if (content.decoderResult().isFailure()) {
        throw new CallRefused(400, "the request body is not framed as RFC 9112 has it");
      }
      current.body().append(content.content());
      if (last) {
        startAnswering(context);
        run(context, current, chosen, head);
      }
    } catch (CallRefused e) {
      refuse(context, current, e, last);
    }
  }

  private void run(
      ChannelHandlerContext context, OpenCall current, Route chosen, RequestHead head) {
    HttpCall whole =
        new HttpCall(
            head,
            current.body().bytes(),
            current.body().length(),
            terms.budget(),
            current::abandoned);
    try {
      chosen
          .action()
          .run(
              whole,
              answer -> {
                if (context.executor().inEventLoop()) {
                  send(context, current, answer, true);
                } else {
                  context.executor().execute(() -> send(context, current, answer, true));
                }
              });
    } catch (RuntimeException e) {
      UnexpectedFailure.report(e);
      send(context, current, current.answer(new CallRefused(500, "internal error")), true);
    }
  }

  private void refuse(
      ChannelHandlerContext context, OpenCall refused, CallRefused why, boolean requestRead) {
    startAnswering(context);
    refused.refused(why);
    send(context, refused, refused.answer(why), requestRead);
  }

  /** Sends the answer, unless the caller has left; afterwards the connection waits or ends. */
  private void send(
      ChannelHandlerContext context, OpenCall current, Answer answer, boolean requestRead) {
    if (call != current) {
      return; // the connection is gone, and with it the call
    }
    boolean stream = Http2Drain.isStream(context.channel());
    boolean draining = terms.draining().getAsBoolean();
    boolean keep = requestRead && current.keepAlive() && !draining && !stream;
    if (stream && draining) {
      Http2Drain.goAway(context.channel());
    }
    int bytesOut = answer.body().length;
    context
        .writeAndFlush(HttpResponses.of(answer, current.id(), keep))
        .addListener(
            written -> {
              if (call != current) {
                return;
              }
              finish(written.isSuccess() ? answer.status() : FinishedCall.CALLER_LEFT, bytesOut);
              if (!written.isSuccess() || (!keep && requestRead)) {
                context.close();
              } else {
                await(
                    keep ? State.WAITING : State.DISCARDING,
                    keep ? terms.limits().headTime() : terms.limits().discardTime());
                // Later, not from here: else a row of short requests would nest as deep as it is
                // long.
                context.executor().execute(() -> context.channel().config().setAutoRead(true));
              }
            });
  }

  /** What comes meanwhile is held back by the handler before this one. */
  private void startAnswering(ChannelHandlerContext context) {
    state = State.ANSWERING;
    context.channel().config().setAutoRead(false);
  }

  private void finish(int status, long bytesOut) {
    OpenCall ended = call;
    if (ended != null) {
      call = null;
      ended.abandon();
      route = null;
      request = null;
      ended.body().release();
      String name = terms.endpoint().nameOf(ended.caller());
      terms.observer().finished(ended.finished(terms.name(), status, bytesOut, name));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    clock.ifPresent(ticking -> ticking.cancel(false));
    finish(FinishedCall.CALLER_LEFT, 0);
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // broken TLS, broken connection: there is nobody left to tell
  }

  private void await(State next, Duration patience) {
    state = next;
    deadlineNanos = System.nanoTime() + patience.toNanos();
  }

  private void closeIfLate(ChannelHandlerContext context) {
    if (state != State.ANSWERING && System.nanoTime() - deadlineNanos > 0) {
      context.close();
    }
  }
}
