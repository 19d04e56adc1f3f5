package dev.agentpost.mail.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP sockets on which a process listens, read from /proc. */
public final class ListeningPorts {
    private static final String LISTEN = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int WORD_BYTES = 4;

    private ListeningPorts() {}

    /** As {@code 127.0.0.1:465}; IPv4 addresses in IPv6 sockets are written as IPv4. */
    public static List<String> of(long pid) {
        try {
            Set<String> inodes = socketInodes(pid);
            try (Stream<String> sockets = Stream.of("tcp", "tcp6")
                    .map(table -> Path.of("/proc/" + pid + "/net/" + table))
                    .flatMap(ListeningPorts::rows)) {
                return sockets.map(row -> row.strip().split("\\s+"))
                        .filter(row -> row[STATE].equals(LISTEN) && inodes.contains(row[INODE]))
                        .map(row -> readable(row[ADDRESS]))
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> rows(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> socketInodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target = linkTarget(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String linkTarget(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // closed meanwhile
            return "";
        }
    }

    /** The kernel prints addresses in words of the machine's byte order, which is little-endian here. */
    private static String readable(String hexAddressAndPort) {
        String[] parts = hexAddressAndPort.split(":");
        byte[] bytes = new byte[parts[0].length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int inWord = i % WORD_BYTES;
            bytes[i - inWord + WORD_BYTES - 1 - inWord] =
                    (byte) Integer.parseInt(parts[0].substring(2 * i, 2 * i + 2), 16);
        }
        if (Arrays.equals(bytes, new byte[16])) {
            return "[::]:" + Integer.parseInt(parts[1], 16);
        }
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + ":" + Integer.parseInt(parts[1], 16);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("neither 4 nor 16 bytes: " + hexAddressAndPort, e);
        }
    }
}
