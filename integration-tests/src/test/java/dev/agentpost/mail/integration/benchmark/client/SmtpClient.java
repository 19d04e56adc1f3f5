package dev.agentpost.mail.integration.benchmark.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** A submission session that is logged in. One command at a time, as the mail libraries of agents send them. */
public final class SmtpClient implements AutoCloseable {
    private static final byte[] END = "\r\n.\r\n".getBytes(ISO_8859_1);

    private final Wire wire;
    private final TestInbox sender;

    public SmtpClient(int port, Path caFile, TestInbox sender) {
        this.wire = new Wire(port, caFile);
        this.sender = sender;
        expect("220", reply());
        expect("250", command("EHLO benchmark.example.com"));
        expect("235", command("AUTH PLAIN " + SmtpConnection.base64("\0" + sender.email() + "\0" + sender.key())));
    }

    /**
     * Returns when the server has accepted the message.
     *
     * @param message without lines that begin with a dot
     */
    public void submit(TestInbox recipient, byte[] message) {
        expect("250", command("MAIL FROM:<" + sender.email() + ">"));
        expect("250", command("RCPT TO:<" + recipient.email() + ">"));
        expect("354", command("DATA"));
        ByteArrayOutputStream data = new ByteArrayOutputStream(message.length + END.length);
        data.writeBytes(message);
        data.writeBytes(END);
        wire.write(data.toByteArray());
        expect("250", reply());
    }

    /** Begins a mail, or begins it again without recipients. */
    public void beginMail() {
        expect("250", command("RSET"));
        expect("250", command("MAIL FROM:<" + sender.email() + ">"));
    }

    /** Returns when the server has taken the recipient. */
    public void recipient(String address) {
        expect("250", command("RCPT TO:<" + address + ">"));
    }

    private String command(String line) {
        wire.write(line + "\r\n");
        return reply();
    }

    private String reply() {
        String line = wire.readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = wire.readLine();
        }
        return line;
    }

    private static void expect(String code, String reply) {
        if (!reply.startsWith(code)) {
            throw new AssertionError("wanted " + code + ", got " + reply);
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
