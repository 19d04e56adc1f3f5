package dev.agentpost.mail.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeServerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** RFC 868: seconds from 1900 to 1970. */
    private static final long EPOCH = 2_208_988_800L;

    private DatagramSocket socket;

    @BeforeEach
    void open() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() {
        socket.close();
    }

    private TimeServer server(Duration patience) {
        return new TimeServer("127.0.0.1", socket.getLocalPort(), patience);
    }

    /** Answers one request: the time is NOW and so many milliseconds. */
    private void answer(long milliseconds, Consumer<ByteBuffer> change) {
        Thread answering = new Thread(() -> {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[48], 48);
                socket.receive(packet);
                ByteBuffer octets = ByteBuffer.wrap(packet.getData());
                octets.putLong(24, octets.getLong(40));
                octets.put(0, (byte) 0x24).put(1, (byte) 2);
                Instant time = NOW.plusMillis(milliseconds);
                long stamp = (time.getEpochSecond() + EPOCH << 32) | (((long) time.getNano() << 32) / 1_000_000_000L);
                octets.putLong(32, stamp).putLong(40, stamp);
                change.accept(octets);
                socket.send(packet);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        answering.setDaemon(true);
        answering.start();
    }

    @Test
    void differenceShouldBeTold() {
        answer(2_500, packet -> {});

        assertThat(server(Duration.ofSeconds(10)).offset(CLOCK)).hasValueSatisfying(offset -> assertThat(offset)
                .isCloseTo(Duration.ofMillis(2_500), Duration.ofMillis(1)));
    }

    @Test
    void clockThatIsAheadShouldBeTold() {
        answer(-86_400_000, packet -> {});

        assertThat(server(Duration.ofSeconds(10)).offset(CLOCK))
                .hasValueSatisfying(offset -> assertThat(offset).isCloseTo(Duration.ofDays(-1), Duration.ofMillis(1)));
    }

    @Test
    void silentServerShouldNotBeWaitedForLong() {
        assertThat(server(Duration.ofMillis(50)).offset(CLOCK)).isEmpty();
    }

    @Test
    void answerToAnotherRequestShouldNotCount() {
        answer(0, packet -> packet.putLong(24, 1));

        assertThat(server(Duration.ofSeconds(10)).offset(CLOCK)).isEmpty();
    }

    @Test
    void serverThatDoesNotKnowTheTimeShouldNotCount() {
        answer(0, packet -> packet.put(0, (byte) 0xE4));

        assertThat(server(Duration.ofSeconds(10)).offset(CLOCK)).isEmpty();
    }
}
