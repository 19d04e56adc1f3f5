package dev.agentpost.mail.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.cassandra.ConnectionSettings;
import dev.agentpost.mail.cassandra.ConnectionSettings.Credentials;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.server.ClusterFailure.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterPatienceTest {
    private static final ClusterFailure DOWN = new ClusterFailure(Kind.UNREACHABLE, "Connection refused");
    private static final ClusterFailure REFUSED = new ClusterFailure(Kind.LOGIN_REFUSED, "wrong password");

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TestClock clock = new TestClock();
    private final ClusterPatience testee =
            new ClusterPatience(settings(Optional.of(new Credentials("james", "secret"))), PATIENCE, clock);

    @Test
    void clusterThatDoesNotAnswerShouldBeWaitedForWithWhatIsLeft() {
        assertThat(testee.orGiveUp(DOWN))
                .isEqualTo("waiting for Cassandra at cassandra:9042,[2001:db8::1]:9042 (no answer: Connection refused),"
                        + " for up to 120 s more");

        clock.advance(Duration.ofSeconds(119));

        assertThat(testee.orGiveUp(DOWN)).endsWith("for up to 1 s more");
    }

    @Test
    void clusterThatNeverAnswersShouldBeGivenUp() {
        testee.orGiveUp(DOWN);
        clock.advance(Duration.ofSeconds(120));

        assertThatThrownBy(() -> testee.orGiveUp(DOWN))
                .isInstanceOf(StartFailure.class)
                .hasMessage("no Cassandra node answered at cassandra:9042,[2001:db8::1]:9042 within 120 s (Connection"
                        + " refused): check CASSANDRA_CONTACT_POINTS, CASSANDRA_TLS and the network");
    }

    @Test
    void timeOfTheFirstTryShouldNotCount() {
        clock.advance(Duration.ofSeconds(300));

        assertThat(testee.orGiveUp(DOWN)).endsWith("for up to 120 s more");
    }

    @Test
    void withoutPatienceTheFirstFailureShouldEndTheStart() {
        ClusterPatience none = new ClusterPatience(settings(Optional.empty()), Duration.ZERO, clock);

        assertThatThrownBy(() -> none.orGiveUp(DOWN)).isInstanceOf(StartFailure.class);
    }

    @Test
    void refusedLoginShouldBeTriedAgainBeforeItIsBelieved() {
        assertThat(testee.orGiveUp(REFUSED)).endsWith("for up to 12 s more");
        clock.advance(Duration.ofSeconds(11));
        assertThat(testee.orGiveUp(REFUSED)).endsWith("for up to 1 s more");
    }

    @Test
    void withoutPatienceARefusedLoginShouldEndTheStart() {
        Optional<Credentials> login = Optional.of(new Credentials("james", "secret"));
        ClusterPatience none = new ClusterPatience(settings(login), Duration.ZERO, clock);

        assertThatThrownBy(() -> none.orGiveUp(REFUSED)).isInstanceOf(StartFailure.class);
    }

    @Test
    void wrongPasswordShouldEndTheStart() {
        testee.orGiveUp(REFUSED);
        clock.advance(Duration.ofSeconds(12));

        assertThatThrownBy(() -> testee.orGiveUp(REFUSED))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "Cassandra at cassandra:9042,[2001:db8::1]:9042 refuses the login of james (wrong password):"
                                + " check CASSANDRA_USERNAME and CASSANDRA_PASSWORD_FILE")
                .hasMessageNotContaining("secret");
    }

    @Test
    void missingPasswordShouldEndTheStartAtOnce() {
        ClusterPatience withoutLogin = new ClusterPatience(settings(Optional.empty()), PATIENCE, clock);

        assertThatThrownBy(() -> withoutLogin.orGiveUp(REFUSED))
                .hasMessage(
                        "Cassandra at cassandra:9042,[2001:db8::1]:9042 asks for a login: set CASSANDRA_USERNAME and"
                                + " CASSANDRA_PASSWORD_FILE");
    }

    @Test
    void clusterThatHasJustComeUpShouldHaveTimeToMakeItsFirstUser() {
        testee.orGiveUp(DOWN);
        clock.advance(Duration.ofSeconds(60));

        assertThat(testee.orGiveUp(REFUSED)).endsWith("for up to 20 s more");
        clock.advance(Duration.ofSeconds(19));
        assertThat(testee.orGiveUp(REFUSED)).endsWith("for up to 1 s more");
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> testee.orGiveUp(REFUSED)).isInstanceOf(StartFailure.class);
    }

    @Test
    void disagreementOnTlsShouldEndTheStartAtOnce() {
        assertThatThrownBy(() -> testee.orGiveUp(new ClusterFailure(Kind.TLS_REFUSED, "unknown authority")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("no TLS with Cassandra at cassandra:9042,[2001:db8::1]:9042 (unknown authority): check"
                        + " CASSANDRA_TLS and CASSANDRA_TLS_CA");
    }

    @Test
    void nodesThatAreToComeShouldBeWaitedFor() {
        assertThat(testee.orGiveUp(3, 1)).contains("1 of 3 nodes are there").endsWith("for up to 120 s more");

        clock.advance(Duration.ofSeconds(120));

        assertThatThrownBy(() -> testee.orGiveUp(3, 1))
                .hasMessage("CASSANDRA_REPLICATION_FACTOR is 3, and the datacenter dc1 of the cluster at"
                        + " cassandra:9042,[2001:db8::1]:9042 has 1 nodes: start more of them, or set it lower");
    }

    @Test
    void nodesThatAreToComeShouldHaveTheWholeTimeHoweverLongTheFirstOneTook() {
        testee.orGiveUp(DOWN);
        clock.advance(Duration.ofSeconds(100));

        assertThat(testee.orGiveUp(3, 1)).endsWith("for up to 120 s more");
    }

    private static ConnectionSettings settings(Optional<Credentials> credentials) {
        return new ConnectionSettings(
                List.of(
                        InetSocketAddress.createUnresolved("cassandra", 9042),
                        InetSocketAddress.createUnresolved("2001:db8::1", 9042)),
                "dc1",
                "agentpost",
                3,
                credentials,
                false,
                Optional.empty(),
                Optional.empty());
    }
}
