package dev.agentpost.mail.outbound.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.dns.dnsjava.DnsConfiguration;
import dev.agentpost.mail.dns.dnsjava.DnsjavaResolver;
import dev.agentpost.mail.mailboxstore.MessageSource;
import dev.agentpost.mail.outbound.DeliveryEngine;
import dev.agentpost.mail.outbound.DeliveryListener;
import dev.agentpost.mail.outbound.DeliveryMetrics;
import dev.agentpost.mail.outbound.DeliveryTimer;
import dev.agentpost.mail.outbound.Destinations;
import dev.agentpost.mail.outbound.MessageSigner;
import dev.agentpost.mail.outbound.Outbox;
import dev.agentpost.mail.outbound.OutboxStore;
import dev.agentpost.mail.outbound.OutgoingMail;
import dev.agentpost.mail.outbound.RetrySchedule;
import dev.agentpost.mail.outbound.cassandra.CassandraOutboxStore;
import dev.agentpost.mail.outbound.cassandra.OutboxSchema;
import dev.agentpost.mail.peers.FakeMx;
import dev.agentpost.mail.peers.TestDnsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * How much nine destinations are slowed by a tenth that hangs; on demand:
 *
 * <pre>mvn -pl mailets test -Dtest=HangingDestination -Dagentpost.outbound.messages=100000</pre>
 *
 * Messages lie in the outbox, on Cassandra, before the delivery starts, a tenth of them for each destination, which are
 * mail servers on loopback. Once one of these greets nobody, then all work, which has the better of what is warm by then.
 *
 * <p>Wants a machine that does nothing else; a hundred thousand take 20 minutes on two cores, of which most goes into
 * filling the outbox.
 */
class HangingDestination {
    private static final int MESSAGES = Integer.getInteger("agentpost.outbound.messages", 2_000);
    private static final int WARM_UP = 5_000;
    private static final int FILLERS = 16;
    private static final int DESTINATIONS = 10;
    private static final double MOST_SLOWED = 1.2;
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final byte[] TEXT =
            ("Subject: one of many\r\n\r\n" + "0123456789".repeat(100) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(OutboxSchema.SCHEMA);

    private final List<FakeMx> servers = new ArrayList<>();

    @Test
    void otherDestinationsShouldNotBeSlowedByMoreThanAFifth() throws Exception {
        run(Math.max(MESSAGES / 10, WARM_UP), false);
        Duration hanging = run(MESSAGES, true);
        Duration working = run(MESSAGES, false);

        double ratio = (double) hanging.toMillis() / working.toMillis();
        System.out.printf(
                "%d messages: nine destinations done in %d ms, with the tenth hanging in %d ms: %.2f%n",
                MESSAGES, working.toMillis(), hanging.toMillis(), ratio);
        assertThat(ratio).isLessThan(MOST_SLOWED);
    }

    private Duration run(int messages, boolean hang) throws Exception {
        CASSANDRA.truncateTables();
        OutboxStore store = new CassandraOutboxStore(CASSANDRA.session(), Clock.systemUTC());
        try (TestDnsServer dns = TestDnsServer.start()) {
            startServers(dns, hang);
            fill(store, messages);
            await().pollDelay(Outbox.HEAD_START).until(() -> true);
            DnsResolver resolver = new DnsjavaResolver(DnsConfiguration.of(List.of(dns.address())));
            SmtpConfiguration smtp = new SmtpConfiguration(
                    "mail.here.example",
                    servers.get(0).port(),
                    TargetPolicy.LOOPBACK,
                    Optional.empty(),
                    SSLContext.getDefault(),
                    SmtpTimeouts.DEFAULT);
            DeliveryEngine engine = new DeliveryEngine(
                    store,
                    () -> new SmtpCourier(smtp, resolver),
                    RetrySchedule.DEFAULT,
                    DeliveryListener.NONE,
                    new DeliveryMetrics(new RecordingMetricFactory()),
                    DeliveryEngine.Concurrency.DEFAULT,
                    Clock.systemUTC());
            return deliver(engine, messages / DESTINATIONS * (DESTINATIONS - 1));
        } finally {
            for (FakeMx server : servers) {
                server.close();
            }
            servers.clear();
        }
    }

    private void startServers(TestDnsServer dns, boolean hang) throws IOException {
        dns.ttl(3_600);
        for (int i = 0; i < DESTINATIONS; i++) {
            String address = "127.0.1." + (i + 1);
            servers.add(
                    FakeMx.start(address, i == 0 ? 0 : servers.get(0).port()).forgetContents());
            dns.mx("domain" + i + ".example", 10, "mx" + i + ".example").a("mx" + i + ".example", address);
        }
        if (hang) {
            servers.get(DESTINATIONS - 1).hang("CONNECT");
        }
    }

    private static void fill(OutboxStore store, int messages) {
        Outbox outbox = new Outbox(
                store, Destinations.BY_DOMAIN, RetrySchedule.DEFAULT, MessageSigner.NONE, due -> {}, Clock.systemUTC());
        Flux.range(0, messages)
                .flatMap(i -> Mono.fromRunnable(() -> add(outbox, i)).subscribeOn(Schedulers.boundedElastic()), FILLERS)
                .blockLast();
    }

    private static void add(Outbox outbox, int number) {
        try {
            outbox.add(new OutgoingMail(
                    UlidCreator.getMonotonicUlid().toString(),
                    Optional.empty(),
                    Optional.empty(),
                    "alice@here.example",
                    List.of("user@domain" + number % DESTINATIONS + ".example"),
                    new MessageSource(new byte[0], () -> new ByteArrayInputStream(TEXT), TEXT.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Duration deliver(DeliveryEngine engine, int expected) {
        long start = System.nanoTime();
        try (DeliveryTimer timer = new DeliveryTimer(engine)) {
            timer.start();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> servers.subList(0, DESTINATIONS - 1).stream()
                                    .mapToInt(FakeMx::receivedCount)
                                    .sum()
                            == expected);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
