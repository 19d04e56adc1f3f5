package dev.agentpost.mail.cli.doctor;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that tells the time by SNTP (RFC 4330).
 *
 * @param patience for one answer, its name included
 */
record TimeServer(String host, int port, Duration patience) {
    static final int PORT = 123;

    private static final int PACKET_BYTES = 48;
    private static final int ORIGINATE = 24;
    private static final int RECEIVE = 32;
    private static final int TRANSMIT = 40;

    /** No leap indication, version 4, client. */
    private static final byte REQUEST = 0x23;

    private static final int MODE = 0x07;
    private static final int SERVER = 4;
    private static final int NOT_SYNCHRONIZED = 0xC0;
    private static final int MAX_STRATUM = 15;

    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;

    /** How far the clock is behind the server; negative when it is ahead. Empty when nobody answers. */
    Optional<Duration> offset(Clock clock) {
        CompletableFuture<Optional<Duration>> answer = new CompletableFuture<>();
        Thread asking = new Thread(() -> answer.complete(ask(clock)), "time-server");
        asking.setDaemon(true);
        asking.start();
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Duration> ask(Clock clock) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.connect(InetAddress.getByName(host), port);
            ByteBuffer packet = ByteBuffer.allocate(PACKET_BYTES).put(0, REQUEST);
            Instant sent = clock.instant();
            putTime(packet, sent);
            long token = packet.getLong(TRANSMIT);
            socket.send(new DatagramPacket(packet.array(), PACKET_BYTES));
            DatagramPacket answer = new DatagramPacket(packet.array(), PACKET_BYTES);
            socket.receive(answer);
            return answer.getLength() == PACKET_BYTES && isAnswer(packet, token)
                    ? Optional.of(offset(sent, packet, clock.instant()))
                    : Optional.empty();
        } catch (IOException | SecurityException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** RFC 4330 section 5: what is no answer to this request, or of a server that does not know the time itself, is ignored. */
    private static boolean isAnswer(ByteBuffer packet, long token) {
        int first = Byte.toUnsignedInt(packet.get(0));
        int stratum = Byte.toUnsignedInt(packet.get(1));
        return (first & MODE) == SERVER
                && (first & NOT_SYNCHRONIZED) != NOT_SYNCHRONIZED
                && stratum >= 1
                && stratum <= MAX_STRATUM
                && packet.getLong(ORIGINATE) == token;
    }

    /** Half the way there and back is taken for each of both. */
    private static Duration offset(Instant sent, ByteBuffer packet, Instant received) {
        Duration there = Duration.between(sent, time(packet, RECEIVE));
        Duration back = Duration.between(received, time(packet, TRANSMIT));
        return there.plus(back).dividedBy(2);
    }

    private static void putTime(ByteBuffer packet, Instant time) {
        packet.putInt(TRANSMIT, (int) (time.getEpochSecond() + SECONDS_FROM_1900_TO_1970));
        packet.putInt(TRANSMIT + Integer.BYTES, (int) (((long) time.getNano() << Integer.SIZE) / 1_000_000_000L));
    }

    /** RFC 4330 section 3: a first bit of 0 is a time from 2036 on. */
    private static Instant time(ByteBuffer packet, int at) {
        long seconds = Integer.toUnsignedLong(packet.getInt(at));
        long era = packet.getInt(at) < 0 ? 0 : 1L << Integer.SIZE;
        long fraction = Integer.toUnsignedLong(packet.getInt(at + Integer.BYTES));
        return Instant.ofEpochSecond(
                seconds + era - SECONDS_FROM_1900_TO_1970, fraction * 1_000_000_000L >>> Integer.SIZE);
    }
}
