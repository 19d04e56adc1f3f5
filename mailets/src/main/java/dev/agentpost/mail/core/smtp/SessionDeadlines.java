package dev.agentpost.mail.core.smtp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/** Ends connections that fall silent, and looks at each once, after a time. Runs on the event loop of its connection. */
public abstract class SessionDeadlines extends IdleStateHandler {
    private static final SmtpReply IDLE = new SmtpReply("421", "4.4.2", "Idle for too long, closing connection");

    private final Duration deadline;
    private Future<?> waiting;

    /** @param deadline from the connection's begin to {@link #deadlinePassed} */
    protected SessionDeadlines(SessionLimits limits, Duration deadline) {
        super(limits.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        this.deadline = deadline;
    }

    protected abstract void deadlinePassed(ChannelHandlerContext context);

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        waiting =
                context.executor().schedule(() -> deadlinePassed(context), deadline.toMillis(), TimeUnit.MILLISECONDS);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (waiting != null) {
            waiting.cancel(false);
        }
        super.channelInactive(context);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        end(context, IDLE);
    }

    protected static void end(ChannelHandlerContext context, SmtpReply reply) {
        if (context.channel()
                        .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                        .get()
                instanceof MailSession session) {
            session.end(reply);
        } else {
            var unused = context.close();
        }
    }
}
