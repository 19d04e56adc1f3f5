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
    private final ConnectionGate gate;
    private ChannelHandlerContext context;
    private ScheduledFuture<?> deadline;
    private Step step = Step.IDLE;

    RequestClock(HttpLimits limits, Expiry expiry, ConnectionGate gate) {
        this.limits = limits;
        this.expiry = expiry;
        this.gate = gate;
    }

    void start(ChannelHandlerContext connection) {
        context = connection;
        begin(Step.IDLE);
    }

    /** False when the connection, idle until now, is being closed for another one. */
    boolean octets() {
        if (step == Step.IDLE) {
            if (!gate.busy()) {
                return false;
            }
            begin(Step.HEAD);
        }
        return true;
    }

    void begin(Step next) {
        stop();
        if (next == Step.IDLE) {
            gate.idle();
        }
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
