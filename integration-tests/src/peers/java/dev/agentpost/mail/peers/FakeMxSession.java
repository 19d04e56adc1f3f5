package dev.agentpost.mail.peers;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection to a {@link FakeMx}. */
final class FakeMxSession {
    private final FakeMx server;
    private Socket socket;
    private InputStream in;
    private boolean encrypted;
    private String hello = "";
    private String mailLine = "";
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();

    /** The connection ends because the test wants it to. */
    static final class Dropped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Dropped() {
            super(null, null, false, false);
        }
    }

    FakeMxSession(FakeMx server, Socket socket) throws IOException {
        this.server = server;
        use(socket);
    }

    private void use(Socket newSocket) throws IOException {
        socket = newSocket;
        in = new BufferedInputStream(newSocket.getInputStream(), 32 * 1024);
    }

    void run() throws IOException {
        if (server.isImplicitTls()) {
            encrypt(server.tls().orElseThrow());
        }
        say(server.at("CONNECT", "220 " + server.name() + " ESMTP"));
        while (true) {
            String line = new String(line(), StandardCharsets.UTF_8);
            server.noteCommand(line);
            String verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
            switch (verb) {
                case "EHLO" -> ehlo(line);
                case "STARTTLS" -> startTls();
                case "MAIL" -> mail(line);
                case "RCPT" -> rcpt(line);
                case "DATA" -> data();
                case "RSET" -> {
                    recipients.clear();
                    say(server.at(verb, "250 2.0.0 ok"));
                }
                case "AUTH" -> say(server.at(verb, "235 2.7.0 ok"));
                case "QUIT" -> {
                    say("221 2.0.0 bye");
                    return;
                }
                default -> say(server.at(verb, "250 2.0.0 ok"));
            }
        }
    }

    private void ehlo(String line) throws IOException {
        hello = line;
        List<String> offered = new ArrayList<>(server.extensionLines());
        if (server.tls().isPresent() && !encrypted) {
            offered.add("STARTTLS");
        }
        StringBuilder answer = new StringBuilder();
        answer.append(offered.isEmpty() ? "250 " : "250-").append(server.name());
        for (int i = 0; i < offered.size(); i++) {
            answer.append("\r\n250").append(i == offered.size() - 1 ? ' ' : '-').append(offered.get(i));
        }
        say(server.at("EHLO", answer.toString()));
    }

    private void startTls() throws IOException {
        String answer = server.at("STARTTLS", "220 2.0.0 go ahead");
        say(answer);
        if (answer.startsWith("2")) {
            server.at("TLS", "");
            encrypt(server.tls().orElseThrow());
        }
    }

    private void encrypt(SSLContext context) throws IOException {
        SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, false);
        secure.setUseClientMode(false);
        secure.startHandshake();
        use(secure);
        encrypted = true;
    }

    private void mail(String line) throws IOException {
        mailLine = line;
        sender = address(line);
        recipients.clear();
        say(server.at("MAIL", "250 2.1.0 ok"));
    }

    private void rcpt(String line) throws IOException {
        String recipient = address(line);
        String answer = server.at("RCPT " + recipient, server.at("RCPT", "250 2.1.5 ok"));
        if (answer.startsWith("2")) {
            recipients.add(recipient);
        }
        say(answer);
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private void data() throws IOException {
        String answer = server.at("DATA", "354 go ahead");
        say(answer);
        if (!answer.startsWith("354")) {
            return;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] line = line(); !(line.length == 1 && line[0] == '.'); line = line()) {
            int dots = line.length > 0 && line[0] == '.' ? 1 : 0;
            content.write(line, dots, line.length - dots);
            content.write('\r');
            content.write('\n');
        }
        FakeMx.Received message =
                new FakeMx.Received(sender, List.copyOf(recipients), content.toByteArray(), encrypted, hello, mailLine);
        String end;
        try {
            end = server.at("END", "250 2.0.0 taken");
        } catch (Dropped afterTaking) {
            server.take(message);
            throw afterTaking;
        }
        if (end.startsWith("2")) {
            server.take(message);
        }
        recipients.clear();
        say(end);
    }

    /** Without CRLF; a CR or LF alone belongs to it. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        for (int octet = in.read(); ; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException();
            }
            if (octet == '\n' && last == '\r') {
                byte[] withCr = line.toByteArray();
                return Arrays.copyOf(withCr, withCr.length - 1);
            }
            line.write(octet);
            last = octet;
        }
    }

    private void say(String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }
}
