package dev.agentpost.mail.ratelimit.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.connectionlimit.ConnectionLimit;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendWindow;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import spark.Request;

/**
 * {@code {"sends": [{"max", "per_seconds"}], "imap_connections"}}: what is left out stays, null is the default again. What
 * {@link LimitsResponse} adds, {@code remaining}, is not looked at.
 */
record LimitsRequest(Change<SendLimit> sends, Change<ConnectionLimit> imapConnections) {
    static final String SENDS = "sends";
    static final String IMAP_CONNECTIONS = "imap_connections";

    private static final String MAX = "max";
    private static final String PER_SECONDS = "per_seconds";
    private static final String REMAINING = "remaining";

    /**
     * Of one limit.
     *
     * @param isWanted false when the request leaves it out
     * @param limit empty for the default
     */
    record Change<T>(boolean isWanted, Optional<T> limit) {
        Mono<Void> apply(Function<Optional<T>, Mono<Void>> change) {
            return isWanted ? change.apply(limit) : Mono.empty();
        }
    }

    static LimitsRequest read(Request request) {
        return of(body(request));
    }

    /** Of a key. */
    static LimitsRequest readSendsOnly(Request request) {
        JsonBody body = body(request);
        if (body.optionalInteger(IMAP_CONNECTIONS).isPresent()) {
            throw AdminError.badField(IMAP_CONNECTIONS, "an API key has no limit of connections, its inboxes have");
        }
        return of(body);
    }

    private static JsonBody body(Request request) {
        return JsonBody.read(request, SENDS, IMAP_CONNECTIONS, REMAINING);
    }

    private static LimitsRequest of(JsonBody body) {
        if (!body.has(SENDS) && !body.has(IMAP_CONNECTIONS)) {
            throw AdminError.badField(SENDS, "there is no limit in the request; null sets the default");
        }
        return new LimitsRequest(
                new Change<>(body.has(SENDS), sendLimit(body)),
                new Change<>(body.has(IMAP_CONNECTIONS), connectionLimit(body)));
    }

    private static Optional<ConnectionLimit> connectionLimit(JsonBody body) {
        return body.optionalInteger(IMAP_CONNECTIONS).map(connections -> {
            if (!ConnectionLimit.isValid(connections)) {
                throw AdminError.badField(IMAP_CONNECTIONS, "must be " + ConnectionLimit.rule());
            }
            return new ConnectionLimit(connections);
        });
    }

    private static Optional<SendLimit> sendLimit(JsonBody body) {
        return body.optionalObjects(SENDS, MAX, PER_SECONDS, REMAINING).map(windows -> {
            try {
                return new SendLimit(windows.stream().map(LimitsRequest::window).toList());
            } catch (IllegalArgumentException e) {
                throw AdminError.badField(SENDS, e.getMessage());
            }
        });
    }

    private static SendWindow window(JsonBody body) {
        int max = body.requiredInteger(MAX);
        int perSeconds = body.requiredInteger(PER_SECONDS);
        if (!SendWindow.isMax(max)) {
            throw body.badField(MAX, SendWindow.maxRule());
        }
        if (!SendWindow.isPerSeconds(perSeconds)) {
            throw body.badField(PER_SECONDS, SendWindow.perSecondsRule());
        }
        return new SendWindow(max, perSeconds);
    }
}
