package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.login.imap.ImapConnection;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imapserver.netty.NettyConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches our state to a connection and ends connections that do not log in or do not read. Comes after James's handler,
 * which makes the session when the channel becomes active.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectionGuard.class);

    private final Duration loginTimeout;
    private final Duration readTimeout;
    private ScheduledFuture<?> loginDeadline;
    private ScheduledFuture<?> readDeadline;

    /**
     * @param loginTimeout how long a connection may live without a login
     * @param readTimeout how long a client may take none of what is ready for it
     */
    ConnectionGuard(Duration loginTimeout, Duration readTimeout) {
        this.loginTimeout = loginTimeout;
        this.readTimeout = readTimeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
        ImapSession session =
                ctx.channel().attr(NettyConstants.IMAP_SESSION_ATTRIBUTE_KEY).get();
        ImapConnection connection = ImapConnection.attach(ctx.channel(), session);
        Turns.attach(session);
        ctx.channel().closeFuture().addListener(closed -> connection.disconnected());
        loginDeadline = ctx.executor()
                .schedule(() -> checkLogin(session, connection), loginTimeout.toMillis(), TimeUnit.MILLISECONDS);
        super.channelActive(ctx);
    }

    private static void checkLogin(ImapSession session, ImapConnection connection) {
        if (session.getState() == ImapSessionState.NON_AUTHENTICATED) {
            connection.bye("no login in time");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        if (readDeadline != null) {
            readDeadline.cancel(false);
            readDeadline = null;
        }
        if (!ctx.channel().isWritable()) {
            readDeadline = ctx.executor().schedule(() -> cutOff(ctx), readTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        super.channelWritabilityChanged(ctx);
    }

    private static void cutOff(ChannelHandlerContext ctx) {
        LOGGER.info(
                "IMAP client {} does not read, connection closed", ctx.channel().remoteAddress());
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (loginDeadline != null) {
            loginDeadline.cancel(false);
        }
        if (readDeadline != null) {
            readDeadline.cancel(false);
        }
    }
}
