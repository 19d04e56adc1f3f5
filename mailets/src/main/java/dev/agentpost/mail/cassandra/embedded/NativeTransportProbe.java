package dev.agentpost.mail.cassandra.embedded;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;

/** Asks whether something on a port speaks CQL, without the cost of a driver session. */
final class NativeTransportProbe {
    private static final int TIMEOUT_MILLIS = 1_000;
    // CQL binary protocol v4, section 2: version, flags, stream (2), opcode, length (4). OPTIONS needs no login.
    private static final byte[] OPTIONS = {0x04, 0, 0, 0, 0x05, 0, 0, 0, 0};
    private static final byte RESPONSE_V4 = (byte) 0x84;
    private static final byte SUPPORTED = 0x06;

    private NativeTransportProbe() {}

    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(CassandraPorts.loopback(port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(OPTIONS);
            byte[] header = new byte[5];
            new DataInputStream(socket.getInputStream()).readFully(header);
            return header[0] == RESPONSE_V4 && header[4] == SUPPORTED;
        } catch (IOException e) {
            return false;
        }
    }
}
