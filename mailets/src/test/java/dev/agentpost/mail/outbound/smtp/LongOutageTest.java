package dev.agentpost.mail.outbound.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.core.LoopbackPorts;
import dev.agentpost.mail.outbound.DestinationState;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingState;
import dev.agentpost.mail.outbound.RetrySchedule;
import dev.agentpost.mail.outbound.cassandra.CassandraOutboxStore;
import dev.agentpost.mail.outbound.cassandra.OutboxSchema;
import dev.agentpost.mail.peers.FakeMx;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A destination that is down for two hours, which pass on the clocks of the sending processes. Each of these is killed or
 * stopped, and the next one goes on with the clock where that of the last one was.
 */
class LongOutageTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(OutboxSchema.SCHEMA);

    private static final String DOWN = "down.example";
    private static final String HOST = "127.0.2.1";
    private static final int MESSAGES = 24;
    private static final Duration OUTAGE = Duration.ofHours(2);

    /** The lease of a killed process has run out then. */
    private static final Duration AFTER_LEASE = Duration.ofMinutes(2);

    private final Map<String, String> promised = new HashMap<>();
    private OutboxStore store;
    private TestDnsServer dns;
    private int port;
    private Duration shift = Duration.ZERO;
    private OutboundNodeProcess node;

    @BeforeEach
    void setUp() throws IOException {
        CASSANDRA.truncateTables();
        store = new CassandraOutboxStore(CASSANDRA.session(), Clock.systemUTC());
        dns = TestDnsServer.start();
        dns.mx(DOWN, 10, "mx." + DOWN).a("mx." + DOWN, HOST);
        port = LoopbackPorts.free();
    }

    @AfterEach
    void tearDown() throws Exception {
        node.close();
        dns.close();
    }

    @Test
    void destinationDownForTwoHoursShouldGetEachMessageOnceInTheScheduleThroughKillsAndRestarts() throws Exception {
        acceptUntilKilledWithDeliveriesUnderWay();

        startNode(AFTER_LEASE);
        awaitTries(1, Instant.EPOCH);
        for (int tries = 2; tries <= 4; tries++) {
            passUntilTry(tries);
            node.stop();
            startNode(Duration.ZERO);
        }
        killDuringTry(5);
        startNode(AFTER_LEASE);
        awaitTries(5, Instant.EPOCH);
        passUntilTry(6);
        Duration untilReturn = OUTAGE.minus(shift);
        assertThat(untilReturn).isPositive();
        pass(untilReturn);

        List<String> early = returnAndBeKilledAfterAFew(delayAfter(6).minus(untilReturn));
        startNode(AFTER_LEASE);
        List<String> late;
        try (FakeMx mx = FakeMx.start(HOST, port)) {
            waiting().until(() -> states().allMatch(state -> state.pending(DOWN).isEmpty()));
            late = recipients(mx);
        }
        assertThat(Stream.concat(early.stream(), late.stream()))
                .doesNotHaveDuplicates()
                .containsAll(promised.keySet());
        assertThat(early).hasSizeGreaterThanOrEqualTo(3);
        assertThat(late).isNotEmpty();
    }

    private void acceptUntilKilledWithDeliveriesUnderWay() throws Exception {
        try (FakeMx mx = FakeMx.start(HOST, port).hang("DATA")) {
            startNode(Duration.ZERO);
            IntStream.range(0, 10 * MESSAGES).forEach(i -> node.send("user" + i + "@" + DOWN));
            waiting().until(() -> node.sent().size() >= MESSAGES && isInData(mx));
            node.kill();
            promised.putAll(node.sent());
        }
    }

    private void killDuringTry(int tries) throws Exception {
        try (FakeMx mx = FakeMx.start(HOST, port).hang("DATA")) {
            pass(delayAfter(tries - 1));
            waiting().until(() -> isInData(mx));
            node.kill();
        }
    }

    private static boolean isInData(FakeMx mx) {
        return mx.commands().contains("DATA");
    }

    /** @return those that have got theirs */
    private List<String> returnAndBeKilledAfterAFew(Duration untilTry) throws Exception {
        try (FakeMx mx = FakeMx.start(HOST, port).hangAfter(3)) {
            pass(untilTry);
            waiting().until(() -> isAllHanging(mx));
            node.kill();
            return recipients(mx);
        }
    }

    /** What was taken before that has been written down: a kill between these two may have it sent again. */
    private static boolean isAllHanging(FakeMx mx) {
        int hanging = mx.hangingConnections();
        return hanging > 0 && hanging == mx.openConnections();
    }

    private void startNode(Duration passed) throws IOException {
        shift = shift.plus(passed);
        node = OutboundNodeProcess.start(CASSANDRA.keyspace(), dns.address(), port, shift);
    }

    private void pass(Duration time) {
        shift = shift.plus(time);
        node.advance(time);
    }

    private void passUntilTry(int tries) {
        Instant from = Instant.now().plus(shift);
        pass(delayAfter(tries - 1));
        awaitTries(tries, from);
    }

    private static Duration delayAfter(int tries) {
        return RetrySchedule.DEFAULT.delays().get(tries - 1);
    }

    /** All have been tried so often, the last time since then, and the next time is that of the schedule. */
    private void awaitTries(int tries, Instant since) {
        waiting().until(() -> destinations().allMatch(destination -> destination.attempts() == tries));
        Instant now = Instant.now().plus(shift).plusSeconds(1);
        assertThat(destinations().map(destination -> destination.nextTry().orElseThrow()))
                .allSatisfy(next -> assertThat(next.minus(delayAfter(tries))).isBetween(since, now));
    }

    private Stream<DestinationState> destinations() {
        return states().map(state -> state.destination(DOWN).orElseThrow());
    }

    private Stream<OutgoingState> states() {
        return promised.values().stream().map(id -> store.find(id).block());
    }

    private static List<String> recipients(FakeMx mx) {
        return mx.received().stream()
                .map(FakeMx.Received::recipients)
                .flatMap(Collection::stream)
                .toList();
    }

    private static ConditionFactory waiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }
}
