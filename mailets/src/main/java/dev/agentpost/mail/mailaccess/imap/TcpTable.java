package dev.agentpost.mail.mailaccess.imap;

import com.google.common.io.BaseEncoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Linux's tables of TCP connections, {@code proc_net_tcp} of the kernel's documentation; nothing elsewhere. */
final class TcpTable {
    private static final int BYTES_IN_WORD = 4;

    private final List<Path> files;

    /** @param retransmissions of what the peer has not acknowledged, each after twice the time of the one before */
    record Connection(int localPort, InetSocketAddress peer, int retransmissions) {}

    TcpTable(Path... files) {
        this.files = List.of(files);
    }

    static TcpTable ofThisProcess() {
        return new TcpTable(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    }

    /** Those to which something has been sent again and again. */
    List<Connection> retransmitting(int atLeast) throws IOException {
        List<Connection> found = new ArrayList<>();
        for (Path file : files) {
            if (Files.isReadable(file)) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.skip(1)
                            .flatMap(line -> parse(line).stream())
                            .filter(connection -> connection.retransmissions() >= atLeast)
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Connection> parse(String line) {
        String[] columns = line.strip().split("\\s+");
        try {
            return Optional.of(new Connection(
                    address(columns[1]).getPort(), address(columns[2]), Integer.parseInt(columns[6], 16)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The words of an address stand in the order of the machine, which is little-endian wherever we run. */
    private static InetSocketAddress address(String text) throws UnknownHostException {
        String[] parts = text.split(":", 2);
        byte[] words = BaseEncoding.base16().decode(parts[0]);
        byte[] bytes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            int word = i - i % BYTES_IN_WORD;
            bytes[i] = words[word + BYTES_IN_WORD - 1 - i % BYTES_IN_WORD];
        }
        return new InetSocketAddress(InetAddress.getByAddress(bytes), Integer.parseInt(parts[1], 16));
    }
}
