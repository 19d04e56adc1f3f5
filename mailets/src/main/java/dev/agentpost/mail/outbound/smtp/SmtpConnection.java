package dev.agentpost.mail.outbound.smtp;

import com.google.common.base.Ascii;
import com.google.common.net.InetAddresses;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The client's side of SMTP (RFC 5321). Blocks; every step has its time limit. Used by one thread. */
final class SmtpConnection implements AutoCloseable {
    private static final int BUFFER = 32 * 1024;
    /** What needs no encoding in a parameter. */
    private static final Pattern XTEXT = Pattern.compile("[A-Za-z0-9-]{1,100}");

    private final SmtpTimeouts timeouts;
    private Socket socket;
    private SmtpLines lines;
    private OutputStream out;
    private Map<String, String> extensions = Map.of();

    private SmtpConnection(Socket socket, SmtpTimeouts timeouts) {
        this.socket = socket;
        this.timeouts = timeouts;
    }

    static SmtpConnection open(InetSocketAddress server, SmtpTimeouts timeouts) throws IOException {
        Socket socket = new Socket();
        SmtpConnection connection = new SmtpConnection(socket, timeouts);
        try {
            socket.connect(server, (int) timeouts.connect().toMillis());
            socket.setTcpNoDelay(true);
            connection.use(socket);
            return connection;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void use(Socket newSocket) throws IOException {
        socket = newSocket;
        lines = new SmtpLines(newSocket);
        out = new BufferedOutputStream(newSocket.getOutputStream(), BUFFER);
    }

    RemoteReply greeting() throws IOException {
        return lines.read(timeouts.command());
    }

    /** EHLO, or HELO where that is not known. */
    RemoteReply hello(String name) throws IOException {
        extensions = Map.of();
        RemoteReply reply = command("EHLO " + name);
        if (reply.isPositive()) {
            extensions = extensions(reply.lines());
            return reply;
        }
        return reply.isPermanent() ? command("HELO " + name) : reply;
    }

    private static Map<String, String> extensions(List<String> lines) {
        Map<String, String> extensions = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split("[ =]", 2);
            extensions.put(Ascii.toUpperCase(words[0]), words.length > 1 ? words[1] : "");
        }
        return extensions;
    }

    boolean offers(String extension) {
        return extensions.containsKey(extension);
    }

    /** The largest message that the server takes; empty when it does not say. */
    OptionalLong maxSize() {
        String size = extensions.getOrDefault("SIZE", "");
        return size.matches("[1-9][0-9]{0,17}") ? OptionalLong.of(Long.parseLong(size)) : OptionalLong.empty();
    }

    boolean isEncrypted() {
        return socket instanceof SSLSocket;
    }

    RemoteReply startTls() throws IOException {
        RemoteReply reply = command("STARTTLS");
        if (reply.isPositive() && lines.hasMore()) {
            throw new ProtocolException("the server has sent more than its answer to STARTTLS, unprotected");
        }
        return reply;
    }

    /**
     * @param host whose certificate this must be, if verified
     * @throws IOException the connection is of no use then
     */
    void encrypt(SSLContext context, String host, boolean verified) throws IOException {
        SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        if (!InetAddresses.isInetAddress(host) && host.indexOf('.') > 0) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        if (verified) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        encrypted.setSSLParameters(parameters);
        ScheduledFuture<?> limit = closeAfter(timeouts.connect().toMillis());
        try {
            encrypted.setSoTimeout((int) timeouts.connect().toMillis());
            encrypted.startHandshake();
            use(encrypted);
        } finally {
            limit.cancel(false);
        }
    }

    /** AUTH PLAIN, or LOGIN where that alone is offered. */
    RemoteReply authenticate(String username, String password) throws IOException {
        String mechanisms = " " + Ascii.toUpperCase(extensions.getOrDefault("AUTH", "")) + " ";
        if (mechanisms.contains(" PLAIN ") || !mechanisms.contains(" LOGIN ")) {
            return command("AUTH PLAIN " + base64("\0" + username + "\0" + password));
        }
        RemoteReply reply = command("AUTH LOGIN");
        if (reply.code() == 334) {
            reply = command(base64(username));
        }
        return reply.code() == 334 ? command(base64(password)) : reply;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param envelopeId comes back with reports of what becomes of the message later (RFC 3461 section 4.4) */
    RemoteReply mail(String sender, long sizeBytes, boolean eightBit, String envelopeId) throws IOException {
        return command("MAIL FROM:<" + sender + ">" + (offers("SIZE") ? " SIZE=" + sizeBytes : "")
                + (eightBit ? " BODY=8BITMIME" : "")
                + (offers("DSN") && XTEXT.matcher(envelopeId).matches() ? " RET=HDRS ENVID=" + envelopeId : ""));
    }

    RemoteReply recipient(String recipient) throws IOException {
        return command("RCPT TO:<" + recipient + ">");
    }

    RemoteReply data() throws IOException {
        return command("DATA");
    }

    /** The octets as they are, but for the dots that the protocol needs; they end with CRLF. */
    void write(InputStream message) throws IOException {
        ScheduledFuture<?> limit = closeAfter(timeouts.data().toMillis());
        try {
            byte[] chunk = new byte[BUFFER];
            boolean lineStart = true;
            for (int count = message.read(chunk); count >= 0; count = message.read(chunk)) {
                lineStart = writeStuffed(chunk, count, lineStart);
            }
            out.flush();
        } finally {
            limit.cancel(false);
        }
    }

    private boolean writeStuffed(byte[] chunk, int count, boolean atLineStart) throws IOException {
        boolean lineStart = atLineStart;
        int written = 0;
        for (int i = 0; i < count; i++) {
            if (lineStart && chunk[i] == '.') {
                out.write(chunk, written, i - written);
                out.write('.');
                written = i;
            }
            lineStart = chunk[i] == '\n';
        }
        out.write(chunk, written, count - written);
        return lineStart;
    }

    RemoteReply endOfMessage() throws IOException {
        send(".");
        return lines.read(timeouts.accepted());
    }

    RemoteReply reset() throws IOException {
        return command("RSET");
    }

    private RemoteReply command(String command) throws IOException {
        if (command.chars().anyMatch(c -> c == '\r' || c == '\n')) {
            throw new IllegalArgumentException("a command of several lines");
        }
        send(command);
        return lines.read(timeouts.command());
    }

    private void send(String line) throws IOException {
        ScheduledFuture<?> limit = closeAfter(timeouts.command().toMillis());
        try {
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            limit.cancel(false);
        }
    }

    /** Writing to a socket has no time limit of its own. */
    private ScheduledFuture<?> closeAfter(long millis) {
        return Watchdog.TIMER.schedule(this::abort, millis, TimeUnit.MILLISECONDS);
    }

    private void abort() {
        try {
            Socket current = socket;
            current.close();
        } catch (IOException e) {
            // there is nothing left to be done with it
            return;
        }
    }

    Optional<String> peer() {
        return Optional.ofNullable(socket.getInetAddress()).map(InetAddresses::toAddrString);
    }

    /** Without waiting for the answer. */
    void quit() {
        try {
            send("QUIT");
        } catch (IOException e) {
            return;
        } finally {
            abort();
        }
    }

    @Override
    public void close() {
        abort();
    }
}
