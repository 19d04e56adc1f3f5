package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpLimits;
import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.netty.RequestClock.Step;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * Stands behind the decoder of one connection and lets only sound requests pass, in bounded number, size and time. What it
 * refuses it answers itself, and ends the connection: where the next request begins is then not sure.
 */
final class RequestGuard extends ChannelDuplexHandler implements RequestClock.Expiry {
    /** For the client to read the answer: closed with octets unread, TCP would take it back (RFC 9112 section 9.6). */
    private static final int LINGER_MILLISECONDS = 500;

    private final HttpLimits limits;
    private final HttpMetrics metrics;
    private final ToIntFunction<HttpRequest> maxBody;
    private final RequestClock clock;
    private ChannelHandlerContext context;
    private int unanswered;
    private int begun;
    private long bodyLeft;
    private int bodyLimit;
    private boolean informational;
    private boolean ended;

    /**
     * @param gate of this connection
     * @param maxBody how many octets a request may have after its headers
     */
    RequestGuard(HttpLimits limits, ConnectionGate gate, HttpMetrics metrics, ToIntFunction<HttpRequest> maxBody) {
        this.limits = limits;
        this.metrics = metrics;
        this.maxBody = maxBody;
        this.clock = new RequestClock(limits, this, gate);
    }

    RequestClock clock() {
        return clock;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        clock.start(active);
        active.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        clock.stop();
        inactive.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        Optional<HttpAnswer> problem = ended ? Optional.empty() : problem(message);
        problem.ifPresent(this::refuse);
        if (ended) {
            ReferenceCountUtil.release(message);
            return;
        }
        reading.fireChannelRead(message);
    }

    private Optional<HttpAnswer> problem(Object message) {
        Optional<HttpAnswer> problem = message instanceof HttpRequest request ? head(request) : Optional.empty();
        return problem.isEmpty() && message instanceof HttpContent content ? body(content) : problem;
    }

    private Optional<HttpAnswer> head(HttpRequest request) {
        unanswered++;
        if (unanswered > limits.maxPipelined()) {
            return Optional.of(HttpProblem.badRequest("Too many requests wait for their answers on this connection"));
        }
        clock.begin(Step.BODY);
        Optional<HttpAnswer> problem = RequestHead.problem(request);
        if (problem.isPresent()) {
            return problem;
        }
        bodyLimit = maxBody.applyAsInt(request);
        bodyLeft = bodyLimit;
        return HttpUtil.getContentLength(request, 0L) > bodyLimit
                ? Optional.of(HttpProblem.tooLarge(bodyLimit))
                : Optional.empty();
    }

    private Optional<HttpAnswer> body(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            return Optional.of(HttpProblem.badRequest("The request body is not well-formed HTTP/1.1"));
        }
        bodyLeft -= content.content().readableBytes();
        if (bodyLeft < 0) {
            return Optional.of(HttpProblem.tooLarge(bodyLimit));
        }
        if (content instanceof LastHttpContent) {
            clock.begin(Step.ANSWER);
        }
        return Optional.empty();
    }

    @Override
    public void write(ChannelHandlerContext writing, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (!informational) {
                begin(response);
            }
        }
        if (message instanceof LastHttpContent && !informational) {
            writing.write(message, promise.unvoid()).addListener(written -> answered());
        } else {
            writing.write(message, promise);
        }
    }

    private void begin(HttpResponse answer) {
        metrics.answered(answer.status().code());
        if (++begun == limits.maxRequests()) {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    private void answered() {
        unanswered--;
        if (begun == limits.maxRequests()) {
            context.close();
        }
        if (context.channel().isActive() && !ended) {
            clock.begin(unanswered == 0 ? Step.IDLE : Step.ANSWER);
        }
    }

    @Override
    public void expired(Step step) {
        if (step != Step.IDLE) {
            metrics.timedOut();
        }
        if (unanswered == 0 && step == Step.HEAD || unanswered == 1 && step == Step.BODY) {
            refuse(HttpProblem.tooSlow());
        } else {
            context.close();
        }
    }

    /** A client that takes nothing of what was written. */
    @Override
    public void userEventTriggered(ChannelHandlerContext triggered, Object event) {
        if (event instanceof IdleStateEvent idle && idle.state() == IdleState.WRITER_IDLE) {
            if (hasUnsent(triggered.channel())) {
                metrics.timedOut();
                triggered.close();
            }
            return;
        }
        triggered.fireUserEventTriggered(event);
    }

    private static boolean hasUnsent(Channel channel) {
        return channel.unsafe().outboundBuffer() != null
                && channel.unsafe().outboundBuffer().totalPendingWriteBytes() > 0;
    }

    private void refuse(HttpAnswer answer) {
        ended = true;
        clock.stop();
        // answers go out in the order of the requests: this one would pass for that of an earlier one
        if (unanswered > 1) {
            context.close();
            return;
        }
        metrics.answered(answer.status());
        context.writeAndFlush(AnswerWriter.whole(answer)).addListener(written -> endOutput());
        context.channel().config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), LINGER_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** The client sees the end at once; what it still sends is read and thrown away for a while. */
    private void endOutput() {
        boolean plain = context.pipeline().get(SslHandler.class) == null;
        if (plain && context.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
            duplex.shutdownOutput();
        }
    }
}
