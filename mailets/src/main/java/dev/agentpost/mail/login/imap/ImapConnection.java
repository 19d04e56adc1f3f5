package dev.agentpost.mail.login.imap;

import com.google.common.hash.HashCode;
import dev.agentpost.mail.connectionlimit.Slot;
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

    /** How long a command under way may take to come to the end of an answer, so that the last words do not cut it. */
    private static final Duration ANSWER_GRACE = Duration.ofMillis(500);

    private final Channel channel;
    private final Set<HashCode> failures = new HashSet<>();
    private Optional<LiveSessions.Session> liveSession = Optional.empty();
    private Optional<LoginContext> context = Optional.empty();
    private Optional<Slot> slot = Optional.empty();
    private Optional<String> lastWords = Optional.empty();
    private boolean commandUnderWay;
    private boolean idling;
    private boolean over;
    private boolean gone;

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

    /** Counts different wrong secrets: libraries try the same one with AUTHENTICATE and then with LOGIN. */
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

    /** Kept until the connection ends; freed at once when it has ended already. */
    void hold(Slot taken) {
        Optional<Slot> unneeded;
        synchronized (this) {
            unneeded = gone ? Optional.of(taken) : slot;
            slot = gone ? Optional.empty() : Optional.of(taken);
        }
        unneeded.ifPresent(Slot::close);
    }

    /** The client is leaving, and may come back before the channel has gone. */
    public void freeSlot() {
        Optional<Slot> unneeded;
        synchronized (this) {
            unneeded = slot;
            slot = Optional.empty();
        }
        unneeded.ifPresent(Slot::close);
    }

    /** The channel has gone, for whatever reason. May be repeated. */
    public void disconnected() {
        synchronized (this) {
            over = true;
            gone = true;
            liveSession.ifPresent(LiveSessions.Session::close);
            liveSession = Optional.empty();
        }
        freeSlot();
    }

    /** @param idle whether it is IDLE, which ends when the client wants it to */
    public synchronized void commandBegins(boolean idle) {
        commandUnderWay = true;
        idling = idle;
    }

    /** To be called when all its answers have been written. */
    public void commandEnds() {
        synchronized (this) {
            commandUnderWay = false;
            over = over || lastWords.isPresent();
        }
        sayLastWords();
    }

    /**
     * As {@link #bye}, but the command under way may end before, with all its answers. None begins after it. IDLE is not
     * waited for.
     *
     * @param patience for how long
     */
    public void byeAfterCommand(String text, Duration patience) {
        synchronized (this) {
            if (commandUnderWay && !idling && !over) {
                lastWords = Optional.of(text);
                channel.eventLoop().schedule(() -> bye(text), patience.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
        }
        bye(text);
    }

    /**
     * Says why and closes: between two answers of the command under way, else at once. A client that reads nothing is cut
     * off all the same.
     */
    public void bye(String text) {
        boolean atOnce;
        synchronized (this) {
            over = true;
            lastWords = Optional.of(text);
            atOnce = !commandUnderWay;
        }
        if (atOnce) {
            sayLastWords();
        } else {
            channel.eventLoop().schedule(this::sayLastWords, ANSWER_GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** To be called between two answers once the connection {@link #isOver}. */
    public void sayLastWords() {
        Optional<String> text;
        synchronized (this) {
            text = lastWords;
            lastWords = Optional.empty();
        }
        text.ifPresent(words -> channel.writeAndFlush(
                        Unpooled.copiedBuffer("* BYE " + words + "\r\n", StandardCharsets.US_ASCII))
                .addListener(ChannelFutureListener.CLOSE));
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
