package dev.agentpost.mail.keyinfo.http;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.OpenedInboxes;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.keyinfo.KeyLimits;
import dev.agentpost.mail.logging.LogContext;
import dev.agentpost.mail.login.KeyLoginResult.Allowed;
import dev.agentpost.mail.login.http.KeyRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /api/v1/me}: what the presented key may do, and how much of it is left. */
public final class KeyInfoRoutes implements HttpRoutes {
    public static final String PATH = "/api/v1/me";

    static final int MAX_INBOXES = 100;
    static final Duration STALENESS = Duration.ofSeconds(1);

    private static final int READS_AT_ONCE = 4;

    /** An answer with all its inboxes takes some 50 kB. */
    private static final int MAX_RECENT = 500;

    private record Page(ApiKey key, Optional<InboxId> after) {}

    private final KeyRoutes keys;
    private final OpenedInboxes inboxes;
    private final KeyLimits limits;
    private final RecentReads<Page, KeyInfoResponse> recent;

    @Inject
    public KeyInfoRoutes(KeyRoutes keys, OpenedInboxes inboxes, KeyLimits limits) {
        this(keys, inboxes, limits, Ticker.systemTicker());
    }

    KeyInfoRoutes(KeyRoutes keys, OpenedInboxes inboxes, KeyLimits limits, Ticker ticker) {
        this.keys = keys;
        this.inboxes = inboxes;
        this.limits = limits;
        this.recent = new RecentReads<>(STALENESS, MAX_RECENT, ticker, this::read);
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(keys.get(PATH, Optional.empty(), this::describe));
    }

    private Mono<HttpAnswer> describe(HttpRequest request, Allowed caller) {
        Optional<String> after = request.parameter("after");
        if (after.filter(id -> !InboxId.isValid(id)).isPresent()) {
            return Mono.just(HttpProblem.badRequest("after: the next of an earlier answer is expected"));
        }
        Page page = new Page(caller.key(), after.map(InboxId::new));
        return LogContext.followed(Mono.fromFuture(() -> recent.get(page), true))
                .map(answer -> HttpAnswer.json(200, answer));
    }

    private Mono<KeyInfoResponse> read(Page page) {
        ApiKey key = page.key();
        // one more than is shown says whether there are more
        return Mono.zip(
                        limits.of(key),
                        limits.ofOrganization(key),
                        inboxes.page(key, page.after(), MAX_INBOXES + 1).flatMap(this::withLimits))
                .map(found -> KeyInfoResponse.of(key, found.getT1(), found.getT2(), found.getT3(), MAX_INBOXES));
    }

    private Mono<List<KeyLimits.OfInbox>> withLimits(List<Inbox> page) {
        return Flux.fromIterable(page)
                .flatMapSequential(limits::of, READS_AT_ONCE, 1)
                .collectList();
    }
}
