package dev.agentpost.mail.login.imap;

import com.google.common.hash.HashCode;
import dev.agentpost.mail.login.LiveSessions;
import dev.agentpost.mail.login.LoginContext;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.james.imap.api.process.ImapSession;

/**
 * What we know of one connection beside James's session. Safe for use by many threads: commands of a connection run one
 * after the other, its end may come from anywhere.
 */
public final class ImapConnection {
    private static final String ATTRIBUTE = "dev.agentpost.mail.connection";

    /** How long the last words may take to reach a client that does not read. */
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(1);

    private final Channel channel;
    private final Set<HashCode> failures = new HashSet<>();
    private Optional<LiveSessions.Session> liveSession = Optional.empty();
    private Optional<LoginContext> context = Optional.empty();
    private boolean over;

    private ImapConnection(Channel channel) {
        this.channel = channel;
    }

    /** Called once for each connection, before its first command. */
    public static ImapConnection attach(Channel channel, ImapSession session) {
        ImapConnection connection = new ImapConnection(channel);
        session.setAttribute(ATTRIBUTE, connection);
        return connection;
    }

    public static ImapConnection of(ImapSession session) {
        return (ImapConnection) session.getAttribute(ATTRIBUTE);
    }

    public Channel channel() {
        return channel;
    }

    public Optional<InetAddress> remoteAddress() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? Optional.ofNullable(address.getAddress())
                : Optional.empty();
    }

    /** Empty before the login. */
    public synchronized Optional<LoginContext> context() {
        return context;
    }

    /** True once nothing that the client sends matters any more. */
    public synchronized boolean isOver() {
        return over;
    }

    /** Counts different wrong credentials: libraries try the same ones with AUTHENTICATE and then with LOGIN. */
    synchronized int countFailure(Credentials credentials) {
        failures.add(credentials.fingerprint());
        return failures.size();
    }

    /** From now on the session can be ended from outside. */
    synchronized void loggedIn(LoginContext loginContext, LiveSessions liveSessions) {
        context = Optional.of(loginContext);
        if (!over) {
            liveSession = Optional.of(liveSessions.register(loginContext, reason -> bye(reason.text())));
        }
    }

    /** The channel has gone, for whatever reason. May be repeated. */
    public synchronized void disconnected() {
        over = true;
        liveSession.ifPresent(LiveSessions.Session::close);
        liveSession = Optional.empty();
    }

    /** Says why and closes; a client that reads nothing is cut off all the same. */
    public void bye(String text) {
        synchronized (this) {
            over = true;
        }
        channel.writeAndFlush(Unpooled.copiedBuffer("* BYE " + text + "\r\n", StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE);
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes once everything written so far has been sent. */
    void closeAfterLastAnswer() {
        synchronized (this) {
            over = true;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
