package dev.martello.runtime.http;

import dev.martello.runtime.tls.Caller;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads a request within its bounds, has it answered, then reads the next. Nothing
 * is read while an answer is being made, so that answers keep their order and a caller who sends
 * more has to wait. All on the connection's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whatever fails here ends in channelInactive
final class Exchange extends ChannelInboundHandlerAdapter implements Deadlines.Watched {
  private enum State {
    WAITING,
    READING,
    ANSWERING,
    WRITING,
    DISCARDING
  }

  private final PortTerms terms;
  private final Caller caller;
  private State state = State.WAITING;
  private long deadlineNanos;
  private @Nullable OpenCall call;
  private @Nullable Route route;
  private @Nullable RequestHead request;
  private final HeldBack held = new HeldBack();
  private boolean resuming;
  private boolean begun;

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
    if (!begun) {
      begun = true;
      await(State.WAITING, terms.limits().headTime());
      Deadlines.watch(context, this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (busy() || !held.isEmpty()) {
      held.add(context, message);
    } else {
      take(context, message);
    }
  }

  private void take(ChannelHandlerContext context, Object message) {
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

  private boolean busy() {
    return state == State.ANSWERING || state == State.WRITING;
  }

  /** Takes what was held back, in a loop: a row of short requests must not nest. */
  private void resume(ChannelHandlerContext context) {
    if (!resuming) {
      resuming = true;
      while (!busy() && !held.isEmpty()) {
        take(context, held.take());
      }
      resuming = false;
      held.readOnIfEmpty(context);
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
        context.writeAndFlush(HttpResponses.goOn());
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
        state = State.ANSWERING;
        run(context, current, chosen, head);
      }
    } catch (CallRefused e) {
      refuse(context, current, e, last);
    }
  }

  private void run(
      ChannelHandlerContext context, OpenCall current, Route chosen, RequestHead head) {
    HttpCall whole = current.whole(head, terms.budget(), context.executor());
    try {
      chosen.action().run(whole, answer -> sendFromAnywhere(context, current, answer));
    } catch (RuntimeException e) {
      UnexpectedFailure.report(e);
      send(context, current, current.answer(new CallRefused(500, "internal error")), true);
    }
  }

  private void sendFromAnywhere(ChannelHandlerContext context, OpenCall current, Answer answer) {
    if (context.executor().inEventLoop()) {
      send(context, current, answer, true);
    } else {
      context.executor().execute(() -> send(context, current, answer, true));
    }
  }

  private void refuse(
      ChannelHandlerContext context, OpenCall refused, CallRefused why, boolean requestRead) {
    state = State.ANSWERING;
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
    await(State.WRITING, terms.limits().bodyTime());
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
                resume(context);
              }
            });
  }

  private void finish(int status, long bytesOut) {
    OpenCall ended = call;
    if (ended != null) {
      call = null;
      ended.abandon();
      route = null;
      request = null;
      ended.body().release();
      terms.observer().finished(ended.finished(terms, status, bytesOut));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Deadlines.forget(this);
    finish(FinishedCall.CALLER_LEFT, 0);
    held.release();
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

  /** Of a caller who does not send, or does not take his answer. */
  @Override
  public boolean late(long nowNanos) {
    return state != State.ANSWERING && nowNanos - deadlineNanos > 0;
  }
}
