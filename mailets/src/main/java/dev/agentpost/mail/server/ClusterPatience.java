package dev.agentpost.mail.server;

import com.google.common.net.HostAndPort;
import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.server.configuration.Setting;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether to wait for a cluster: for one that does not answer, a while, as it may be starting beside us. One that
 * refuses our login is asked for some seconds more, as it may have just come up: it makes its first user ten seconds
 * after it began to listen. Used by one thread.
 */
final class ClusterPatience {
    static final Duration UNTIL_ITS_FIRST_USER_IS_THERE = Duration.ofSeconds(20);

    /** The same for one that nobody saw coming up: most often the password is wrong, which is to be said soon. */
    static final Duration UNTIL_A_REFUSAL_IS_BELIEVED = Duration.ofSeconds(12);

    private final ConnectionSettings settings;
    private final Duration untilItAnswers;
    private final Clock clock;
    private boolean sawItDown;
    private Optional<Instant> failedAt = Optional.empty();
    private Optional<Instant> answeredAt = Optional.empty();
    private Optional<Instant> nodesAwaitedSince = Optional.empty();

    ClusterPatience(ConnectionSettings settings, Duration untilItAnswers, Clock clock) {
        this.settings = settings;
        this.untilItAnswers = untilItAnswers;
        this.clock = clock;
    }

    /**
     * What to say while waiting.
     *
     * @throws StartFailure when there is nothing to wait for, or it took too long
     */
    String orGiveUp(ClusterFailure failure) {
        return switch (failure.kind()) {
            case UNREACHABLE -> {
                sawItDown = true;
                yield waiting(
                        sinceFirstFailure().plus(untilItAnswers),
                        "no answer: " + failure.reason(),
                        "no Cassandra node answered at " + nodes() + " within " + untilItAnswers.toSeconds() + " s ("
                                + failure.reason() + "): check " + Setting.CASSANDRA_CONTACT_POINTS + ", "
                                + Setting.CASSANDRA_TLS + " and the network");
            }
            case LOGIN_REFUSED -> {
                Instant first = answeredAt.orElseGet(clock::instant);
                answeredAt = Optional.of(first);
                yield waiting(
                        first.plus(untilBelieved()),
                        "login refused, as it may have no users yet",
                        refusedLogin(failure));
            }
            case TLS_REFUSED ->
                throw new StartFailure("no TLS with Cassandra at " + nodes() + " (" + failure.reason() + "): check "
                        + Setting.CASSANDRA_TLS + " and " + Setting.CASSANDRA_TLS_CA);
        };
    }

    /** For nodes that are to join those that answer: a wait of its own, however long the first node took. */
    String orGiveUp(int wanted, int there) {
        Instant first = nodesAwaitedSince.orElseGet(clock::instant);
        nodesAwaitedSince = Optional.of(first);
        return waiting(
                first.plus(untilItAnswers),
                there + " of " + wanted + " nodes are there",
                Setting.CASSANDRA_REPLICATION_FACTOR + " is " + wanted + ", and the datacenter "
                        + settings.localDatacenter() + " of the cluster at " + nodes() + " has " + there
                        + " nodes: start more of them, or set it lower");
    }

    /** A try may take long itself. */
    private Instant sinceFirstFailure() {
        Instant first = failedAt.orElseGet(clock::instant);
        failedAt = Optional.of(first);
        return first;
    }

    private Duration untilBelieved() {
        if (settings.credentials().isEmpty()) {
            return Duration.ZERO;
        }
        return sawItDown
                ? UNTIL_ITS_FIRST_USER_IS_THERE
                : Collections.min(List.of(UNTIL_A_REFUSAL_IS_BELIEVED, untilItAnswers));
    }

    private String waiting(Instant end, String why, String failure) {
        Instant now = clock.instant();
        if (!now.isBefore(end)) {
            throw new StartFailure(failure);
        }
        return "waiting for Cassandra at " + nodes() + " (" + why + "), for up to "
                + Duration.between(now, end).toSeconds() + " s more";
    }

    private String refusedLogin(ClusterFailure failure) {
        return settings.credentials()
                .map(login -> "Cassandra at " + nodes() + " refuses the login of " + login.username() + " ("
                        + failure.reason() + "): check " + Setting.CASSANDRA_USERNAME + " and "
                        + Setting.CASSANDRA_PASSWORD_FILE)
                .orElseGet(() -> "Cassandra at " + nodes() + " asks for a login: set " + Setting.CASSANDRA_USERNAME
                        + " and " + Setting.CASSANDRA_PASSWORD_FILE);
    }

    private String nodes() {
        return settings.contactPoints().stream().map(ClusterPatience::node).collect(Collectors.joining(","));
    }

    private static String node(InetSocketAddress node) {
        return HostAndPort.fromParts(node.getHostString(), node.getPort()).toString();
    }
}
