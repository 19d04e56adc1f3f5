package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.HttpLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The deadlines of one connection: each holds for a whole step, however steadily octets drip in. To be used on the
 * connection's event loop only.
 */
final class RequestClock {
    /** What a connection is waited for. */
    enum Step {
        IDLE,
        HEAD,
        BODY,
        ANSWER
    }

    /** What happens when a step took too long. */
    interface Expiry {
        void expired(Step step);
    }

    private final HttpLimits limits;
    private final Expiry expiry;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> deadline;
    private Step step = Step.IDLE;

    RequestClock(HttpLimits limits, Expiry expiry) {
        this.limits = limits;
        this.expiry = expiry;
    }

    void start(ChannelHandlerContext connection) {
        context = connection;
        begin(Step.IDLE);
    }

    void octets() {
        if (step == Step.IDLE) {
            begin(Step.HEAD);
        }
    }

    void begin(Step next) {
        stop();
        step = next;
        deadline = context.executor()
                .schedule(() -> expiry.expired(next), time(next).toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private Duration time(Step of) {
        return switch (of) {
            case IDLE -> limits.idle();
            case HEAD -> limits.head();
            case BODY -> limits.body();
            case ANSWER -> limits.answer();
        };
    }
}
