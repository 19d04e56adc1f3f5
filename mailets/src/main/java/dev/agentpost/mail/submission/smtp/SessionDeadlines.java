package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/** Ends connections that do not log in, and those that fall silent. Runs on the event loop of its connection. */
class SessionDeadlines extends IdleStateHandler {
    private static final SmtpReply NO_LOGIN = new SmtpReply("421", "4.4.2", "No login in time, closing connection");
    private static final SmtpReply IDLE = new SmtpReply("421", "4.4.2", "Idle for too long, closing connection");

    private final SubmissionSettings settings;
    private Future<?> loginDeadline;

    SessionDeadlines(SubmissionSettings settings) {
        super(settings.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS);
        this.settings = settings;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        loginDeadline = context.executor()
                .schedule(
                        () -> endUnlessLoggedIn(context),
                        settings.loginDeadline().toMillis(),
                        TimeUnit.MILLISECONDS);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (loginDeadline != null) {
            loginDeadline.cancel(false);
        }
        super.channelInactive(context);
    }

    private static void endUnlessLoggedIn(ChannelHandlerContext context) {
        if (context.channel()
                                .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                                .get()
                        instanceof SubmissionSession session
                && session.isLoggedIn()) {
            return;
        }
        end(context, NO_LOGIN);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        end(context, IDLE);
    }

    private static void end(ChannelHandlerContext context, SmtpReply reply) {
        if (context.channel()
                        .attr(BasicChannelInboundHandler.SESSION_ATTRIBUTE_KEY)
                        .get()
                instanceof SubmissionSession session) {
            session.end(reply);
        } else {
            var unused = context.close();
        }
    }
}
