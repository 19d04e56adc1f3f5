package dev.agentpost.mail.mailaccess.imap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.james.imap.api.process.ImapSession;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Whatever reads or changes what a session knows of its mailbox, or tells the client of it, happens one after the other and
 * in the order of its coming: commands, events of other sessions, the end of IDLE. James lets them overlap, and then loses
 * events that come while it announces others, the sequence numbers with them. Nobody is blocked: who waits is called. Safe
 * for use by many threads.
 */
final class Turns {
    private static final String ATTRIBUTE = "dev.agentpost.mail.turns";

    /** The first has its turn. */
    private final Deque<Sinks.Empty<Void>> inLine = new ArrayDeque<>();

    /** Called once for each session, before its first command. */
    static void attach(ImapSession session) {
        session.setAttribute(ATTRIBUTE, new Turns());
    }

    static Turns of(ImapSession session) {
        return (Turns) session.getAttribute(ATTRIBUTE);
    }

    /** The task, begun when all that were subscribed to before have ended. */
    Mono<Void> take(Mono<Void> task) {
        return Mono.defer(() -> {
            Sinks.Empty<Void> turn = Sinks.empty();
            return turn.asMono()
                    .then(task)
                    .doOnSubscribe(subscription -> enter(turn))
                    .doFinally(signal -> leave(turn));
        });
    }

    private void enter(Sinks.Empty<Void> turn) {
        boolean first;
        synchronized (inLine) {
            inLine.add(turn);
            first = inLine.size() == 1;
        }
        if (first) {
            turn.tryEmitEmpty();
        }
    }

    private void leave(Sinks.Empty<Void> turn) {
        Optional<Sinks.Empty<Void>> next;
        synchronized (inLine) {
            boolean hadTurn = inLine.peek() == turn;
            inLine.remove(turn);
            next = hadTurn ? Optional.ofNullable(inLine.peek()) : Optional.empty();
        }
        next.ifPresent(Sinks.Empty::tryEmitEmpty);
    }
}
