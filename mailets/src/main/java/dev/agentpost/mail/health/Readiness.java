package dev.agentpost.mail.health;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.agentpost.mail.core.RecentReads;
import dev.agentpost.mail.logging.LogContext;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whether the server can do its work. Asked at most once a second, whoever wants to know: anybody may. Safe for use by many
 * threads.
 */
public final class Readiness {
    public static final String OK = "ok";
    static final Duration STALENESS = Duration.ofSeconds(1);
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Logger LOGGER = LoggerFactory.getLogger(Readiness.class);

    /** @param checks by name: {@link #OK}, or what is wrong */
    public record Report(Map<String, String> checks) {
        public boolean isReady() {
            return checks.values().stream().allMatch(OK::equals);
        }
    }

    private final Set<ReadinessProbe> probes;
    private final RecentReads<Boolean, Report> recent;

    @Inject
    public Readiness(Set<ReadinessProbe> probes) {
        this(probes, Ticker.systemTicker());
    }

    Readiness(Set<ReadinessProbe> probes, Ticker ticker) {
        this.probes = Set.copyOf(probes);
        this.recent = new RecentReads<>(STALENESS, ticker, unused -> ask());
    }

    /** Never an error. */
    public Mono<Report> report() {
        return LogContext.followed(Mono.fromFuture(() -> recent.get(true), true));
    }

    private Mono<Report> ask() {
        return Flux.fromIterable(probes)
                .flatMap(probe -> ask(probe).map(state -> Map.entry(probe.name(), state)))
                .collect(TreeMap<String, String>::new, (all, one) -> all.put(one.getKey(), one.getValue()))
                .map(Report::new);
    }

    private static Mono<String> ask(ReadinessProbe probe) {
        return Mono.defer(probe::problem)
                .timeout(PATIENCE)
                .map(problem -> problem.orElse(OK))
                .onErrorResume(failure -> {
                    LOGGER.warn("not ready: {} does not answer: {}", probe.name(), failure.toString());
                    return Mono.just("does not answer");
                });
    }
}
