package dev.agentpost.mail.submission.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks SMTP by the byte, so that tests can say what no library would. */
public final class SmtpClient implements AutoCloseable {
    private static final int MAX_WAIT_MILLIS = 20_000;

    /** Below TLS. */
    private final Socket bottom;

    private Socket socket;
    private InputStream in;

    /** @param beforeTls what a load balancer says before the client's first byte */
    SmtpClient(SSLContext context, int port, String beforeTls) throws IOException {
        this(port, beforeTls);
        startTls(context);
    }

    private SmtpClient(int port, String beforeGreeting) throws IOException {
        bottom = new Socket("127.0.0.1", port);
        bottom.getOutputStream().write(beforeGreeting.getBytes(StandardCharsets.US_ASCII));
        use(bottom);
    }

    /** A connection that begins without TLS. */
    public static SmtpClient plain(int port, String beforeGreeting) throws IOException {
        return new SmtpClient(port, beforeGreeting);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        in = socket.getInputStream();
    }

    /** From here on within TLS. */
    public void startTls(SSLContext context) throws IOException {
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        secured.setSoTimeout(MAX_WAIT_MILLIS);
        secured.startHandshake();
        use(secured);
    }

    public String tlsVersion() {
        return ((SSLSocket) socket).getSession().getProtocol();
    }

    /** The next answer, its lines joined by a line feed. */
    public String read() {
        StringBuilder answer = new StringBuilder();
        String line;
        do {
            line = readLine();
            answer.append(answer.length() == 0 ? "" : "\n").append(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return answer.toString();
    }

    private String readLine() {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return "closed";
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Whether the server has sent anything since the last answer that was read. */
    public boolean hasAnswer() {
        try {
            return bottom.getInputStream().available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String command(String line) {
        sendRaw(line + "\r\n");
        return read();
    }

    public void sendRaw(String text) {
        sendRaw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that nothing will follow, and goes on listening. */
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String authPlain(String username, String secret) {
        return command("AUTH PLAIN " + base64("\0" + username + "\0" + secret));
    }

    public static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a message by the book; the answer is that to the final dot, or the first refusal. */
    public String send(String from, String recipient, String content) {
        String answer = command("MAIL FROM:<" + from + ">");
        answer = answer.startsWith("250") ? command("RCPT TO:<" + recipient + ">") : answer;
        answer = answer.startsWith("250") ? command("DATA") : answer;
        return answer.startsWith("354") ? command(content + ".") : answer;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
