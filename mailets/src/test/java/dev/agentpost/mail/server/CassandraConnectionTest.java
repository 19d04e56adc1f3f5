package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.MetricRegistry;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.ConnectionSettings.Credentials;
import dev.agentpost.mail.cassandra.TestCassandra;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.core.LoopbackPorts;
import dev.agentpost.mail.core.TestClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Starts against a Cassandra that is not ours, with settings that are wrong. */
class CassandraConnectionTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    private static final String DATACENTER = "datacenter1";

    private final TestClock clock = new TestClock();
    private final List<String> progress = new ArrayList<>();

    @Test
    void wrongPasswordShouldBeTriedAgainAndSaid() {
        assertThatThrownBy(() -> open(
                        settings(node(), DATACENTER, 1, Optional.of(new Credentials("cassandra", "wrong")), false)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("refuses the login of cassandra (")
                .hasMessageContaining("check CASSANDRA_USERNAME and CASSANDRA_PASSWORD_FILE");
        assertThat(progress)
                .satisfiesExactly(
                        first -> assertThat(first).isEqualTo("connecting to Cassandra"),
                        again -> assertThat(again).contains("login refused").endsWith("for up to 12 s more"));
    }

    @Test
    void missingLoginShouldBeSaidAtOnce() {
        assertThatThrownBy(() -> open(settings(node(), DATACENTER, 1, Optional.empty(), false)))
                .isInstanceOf(StartFailure.class)
                .hasMessageEndingWith("asks for a login: set CASSANDRA_USERNAME and CASSANDRA_PASSWORD_FILE");
    }

    @Test
    void unknownDatacenterShouldBeSaidAtOnceWithThoseThatThereAre() {
        assertThatThrownBy(() -> open(settings(node(), "dc9", 1, login(), false)))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "CASSANDRA_DATACENTER is dc9, which the cluster does not have: its nodes are in datacenter1");
    }

    @Test
    void clusterWithoutTlsShouldBeSaidAtOnceWhereTlsIsWanted() {
        assertThatThrownBy(() -> open(settings(node(), DATACENTER, 1, login(), true)))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("no TLS with Cassandra at ");
    }

    @Test
    void moreCopiesThanNodesShouldBeWaitedForAndGivenUp() {
        assertThatThrownBy(() -> open(settings(node(), DATACENTER, 2, login(), false)))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(
                        "CASSANDRA_REPLICATION_FACTOR is 2, and the datacenter datacenter1 of the cluster");
        assertThat(progress).anyMatch(step -> step.contains("1 of 2 nodes are there"));
    }

    @Test
    void portThatNobodyListensOnShouldBeWaitedForAndGivenUp() throws IOException {
        assertThatThrownBy(() -> open(settings(closedPort(), DATACENTER, 1, login(), false)))
                .isInstanceOf(StartFailure.class)
                .hasMessageMatching(
                        "no Cassandra node answered at 127\\.0\\.0\\.1:\\d+ within 120 s \\((no connection|.*refused.*)\\):"
                                + " check CASSANDRA_CONTACT_POINTS, CASSANDRA_TLS and the network");
        assertThat(progress).anyMatch(step -> step.endsWith("for up to 60 s more"));
    }

    @Test
    void nameThatIsNotKnownYetShouldBeWaitedForAndGivenUp() {
        assertThatThrownBy(() -> open(settings(
                        InetSocketAddress.createUnresolved("cassandra.invalid", 9042), DATACENTER, 1, login(), false)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("at cassandra.invalid:9042 within 120 s (the name is not known)");
    }

    /** Each wait takes a minute of the clock. */
    private void open(ConnectionSettings settings) {
        CassandraConnection testee = new CassandraConnection(
                settings,
                Duration.ofSeconds(120),
                Optional.empty(),
                step -> {
                    progress.add(step);
                    clock.advance(Duration.ofSeconds(60));
                },
                clock);
        testee.open(Set.of(), Set.of(), new MetricRegistry());
    }

    private static ConnectionSettings settings(
            InetSocketAddress node, String datacenter, int copies, Optional<Credentials> login, boolean tls) {
        return new ConnectionSettings(
                List.of(node), datacenter, "not_there_yet", copies, login, tls, Optional.empty(), Optional.empty());
    }

    private static InetSocketAddress node() {
        return TestCassandra.shared().contactPoint();
    }

    private static Optional<Credentials> login() {
        EmbeddedCassandra cassandra = TestCassandra.shared();
        return Optional.of(new Credentials(
                cassandra.credentials().username(), cassandra.credentials().password()));
    }

    private static InetSocketAddress closedPort() {
        return new InetSocketAddress("127.0.0.1", LoopbackPorts.free());
    }
}
