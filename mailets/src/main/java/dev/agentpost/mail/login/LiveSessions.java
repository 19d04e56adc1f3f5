package dev.agentpost.mail.login;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Singleton;

/** The logged-in sessions of this node, so that a revocation ends them. Safe for use by many threads. */
@Singleton
public final class LiveSessions {

    /** What a protocol offers to have a session ended from outside; must neither block nor throw. */
    @FunctionalInterface
    public interface Ending {
        void end(EndReason reason);
    }

    /** Why a session is ended, with the words for the client. */
    public enum EndReason {
        KEY_REVOKED("API key revoked"),
        KEY_EXPIRED("API key expired"),
        ORGANIZATION_SUSPENDED("organization suspended"),
        ORGANIZATION_DELETED("organization deleted"),
        INBOX_DELETED("inbox deleted");

        private final String text;

        EndReason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** One live session; closing it twice is harmless. Identity matters: one context may have many sessions. */
    public static final class Session implements AutoCloseable {
        private final LiveSessions owner;
        private final LoginContext context;
        private final Ending ending;
        private final AtomicBoolean seen = new AtomicBoolean();

        private Session(LiveSessions owner, LoginContext context, Ending ending) {
            this.owner = owner;
            this.context = context;
            this.ending = ending;
        }

        public LoginContext context() {
            return context;
        }

        /** Ends the session once; nothing happens when it is closed already. */
        public void end(EndReason reason) {
            if (owner.sessions.remove(this)) {
                ending.end(reason);
            }
        }

        boolean isLive() {
            return owner.sessions.contains(this);
        }

        /** True for the first caller. */
        boolean isSeenFirst() {
            return seen.compareAndSet(false, true);
        }

        @Override
        public void close() {
            owner.sessions.remove(this);
        }
    }

    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    public Session register(LoginContext context, Ending ending) {
        Session session = new Session(this, context, ending);
        sessions.add(session);
        return session;
    }

    public Set<Session> all() {
        return Set.copyOf(sessions);
    }
}
