package dev.agentpost.mail.mailboxstore.rows;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A change that waits for its write. Ends once, with an answer or a failure. */
final class Pending<R> {
    private final Change<R> change;
    private final Request request;
    private final Sinks.One<R> answer = Sinks.one();

    Pending(Change<R> change, Request request) {
        this.change = change;
        this.request = request;
    }

    Change<R> change() {
        return change;
    }

    Mono<R> answer() {
        return answer.asMono();
    }

    /** An earlier change of the same request failed: what follows it must not happen. */
    boolean isVoid() {
        return request.failure != null;
    }

    void fail(Throwable failure) {
        if (request.failure == null) {
            request.failure = failure;
        }
        answer.tryEmitError(request.failure);
    }

    /** Which is what a deletion wants. */
    @SuppressWarnings("unchecked")
    void folderIsGone(Throwable failure) {
        if (change instanceof Change.Delete) {
            ((Pending<Boolean>) this).succeed(true);
        } else {
            fail(failure);
        }
    }

    void succeed(R value) {
        answer.tryEmitValue(value);
    }

    /** Changes that were asked for together, to be done in their order. */
    static final class Request {
        private volatile Throwable failure;
    }
}
