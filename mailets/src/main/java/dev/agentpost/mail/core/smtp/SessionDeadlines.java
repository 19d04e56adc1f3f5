package dev.agentpost.mail.core.smtp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.apache.james.protocols.netty.BasicChannelInboundHandler;

/** Ends connections that fall silent. Runs on the event loop of its connection. */
public class SessionDeadlines extends IdleStateHandler {
    private static final SmtpReply IDLE = new SmtpReply("421", "4.4.2", "Idle for too long, closing connection");

    public SessionDeadlines(SessionLimits limits) {
        super(limits.idleTimeout().toMillis(), 0, 0, TimeUnit.MILLISECONDS);
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
