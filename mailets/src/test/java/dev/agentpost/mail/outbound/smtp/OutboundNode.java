package dev.agentpost.mail.outbound.smtp;

import com.datastax.oss.driver.api.core.CqlSession;
import com.github.f4b6a3.ulid.UlidCreator;
import dev.agentpost.mail.cassandra.TestCassandra;
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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/**
 * A process that sends what is in the outbox, for {@link OutboundNodeProcess}. It reads {@code advance SECONDS}, which
 * sets its clock forward, and {@code send RECIPIENT}, which it answers with {@code sent ID RECIPIENT} when the message is
 * in the outbox.
 */
final class OutboundNode {
    private static final byte[] TEXT = "Subject: hi\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ShiftedClock clock;
    private final Outbox outbox;

    private OutboundNode(ShiftedClock clock, Outbox outbox) {
        this.clock = clock;
        this.outbox = outbox;
    }

    public static void main(String[] arguments) throws Exception {
        ShiftedClock clock = new ShiftedClock(Duration.ofSeconds(Long.getLong("node.shift.seconds")));
        CqlSession session = session();
        OutboxStore store = new CassandraOutboxStore(session, clock);
        DnsConfiguration dns = DnsConfiguration.of(List.of(address("node.dns")));
        SmtpConfiguration smtp = new SmtpConfiguration(
                "mail.here.example",
                Integer.getInteger("node.mx.port"),
                TargetPolicy.LOOPBACK,
                Optional.empty(),
                SSLContext.getDefault(),
                SmtpTimeouts.DEFAULT);
        DeliveryEngine engine = new DeliveryEngine(
                store,
                () -> new SmtpCourier(smtp, new DnsjavaResolver(dns)),
                RetrySchedule.DEFAULT,
                DeliveryListener.NONE,
                new DeliveryMetrics(new RecordingMetricFactory()),
                DeliveryEngine.Concurrency.DEFAULT,
                clock);
        DeliveryTimer timer = new DeliveryTimer(engine);
        timer.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            timer.close();
            session.close();
        }));
        Outbox outbox = new Outbox(
                store, Destinations.BY_DOMAIN, RetrySchedule.DEFAULT, MessageSigner.NONE, engine::wakeUp, clock);
        new OutboundNode(clock, outbox).obey();
    }

    private static CqlSession session() {
        return TestCassandra.sessionTo(
                        address("node.cassandra"),
                        System.getProperty("node.datacenter"),
                        System.getProperty("node.username"),
                        System.getenv("NODE_PASSWORD"))
                .withKeyspace(System.getProperty("node.keyspace"))
                .build();
    }

    private static InetSocketAddress address(String property) {
        String[] parts = System.getProperty(property).split(":", 2);
        return new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
    }

    private void obey() throws IOException {
        System.out.println("ready");
        Scanner commands = new Scanner(System.in, StandardCharsets.UTF_8);
        while (commands.hasNextLine()) {
            String[] command = commands.nextLine().split(" ", 2);
            switch (command[0]) {
                case "advance" -> clock.advance(Duration.ofSeconds(Long.parseLong(command[1])));
                case "send" -> System.out.println("sent " + send(command[1]) + " " + command[1]);
                default -> throw new IllegalArgumentException(command[0]);
            }
        }
    }

    private String send(String recipient) throws IOException {
        String id = UlidCreator.getMonotonicUlid(clock.millis()).toString();
        outbox.add(new OutgoingMail(
                id,
                Optional.empty(),
                Optional.empty(),
                "alice@here.example",
                List.of(recipient),
                new MessageSource(new byte[0], () -> new ByteArrayInputStream(TEXT), TEXT.length)));
        return id;
    }

    private static final class ShiftedClock extends Clock {
        private final AtomicReference<Duration> shift;

        ShiftedClock(Duration shift) {
            this.shift = new AtomicReference<>(shift);
        }

        void advance(Duration time) {
            shift.updateAndGet(time::plus);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(shift.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
