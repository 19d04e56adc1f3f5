package dev.agentpost.mail.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A mail server on loopback that does what a test tells it, at any time: {@code mx.answer("RCPT", "451 4.7.1 later")}.
 * Steps are {@code CONNECT}, the verbs of SMTP, {@code TLS} (the handshake) and {@code END} (the end of the message).
 * Servers that share a port have different addresses of 127.0.0.0/8.
 */
public final class FakeMx implements AutoCloseable {

    /** A message as it was taken. */
    public record Received(
            String sender, List<String> recipients, byte[] content, boolean encrypted, String hello, String mailLine) {
        public String text() {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }

    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, Boolean> drops = new ConcurrentHashMap<>();
    private final Map<String, Boolean> hangs = new ConcurrentHashMap<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger busiest = new AtomicInteger();
    private final AtomicInteger hanging = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-mx");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread accepting = new Thread(this::accept, "fake-mx-accept");
    private volatile List<String> extensions = List.of("PIPELINING", "8BITMIME", "SIZE 73400320");
    private volatile Optional<SSLContext> tls = Optional.empty();
    private volatile boolean implicitTls;
    private volatile boolean keepContents = true;
    private volatile int most = Integer.MAX_VALUE;
    private volatile String name = "fake-mx.example";

    private FakeMx(ServerSocket socket) {
        this.socket = socket;
        accepting.setDaemon(true);
    }

    public static FakeMx start() throws IOException {
        return start("127.0.0.1", 0);
    }

    /** @param port 0: a free one */
    public static FakeMx start(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), 500);
        FakeMx server = new FakeMx(socket);
        server.accepting.start();
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** @param step a verb, or {@code "RCPT bob@example.org"} for one of them */
    public FakeMx answer(String step, String answer) {
        answers.put(step, answer);
        return this;
    }

    /** The connection ends where the answer should come; with {@code END} the message has been taken. */
    public FakeMx drop(String step) {
        drops.put(step, true);
        return this;
    }

    /** No answer comes. */
    public FakeMx hang(String step) {
        hangs.put(step, true);
        return this;
    }

    /** Once it has taken so many messages, no {@code MAIL} gets an answer. */
    public FakeMx hangAfter(int messages) {
        most = messages;
        return this;
    }

    /** As at the start, but for the TLS. */
    public FakeMx behave() {
        answers.clear();
        drops.clear();
        hangs.clear();
        return this;
    }

    public FakeMx extensions(String... lines) {
        extensions = List.of(lines);
        return this;
    }

    /** Offers STARTTLS. */
    public FakeMx tls(SSLContext context) {
        tls = Optional.of(context);
        return this;
    }

    /** TLS from the first octet. */
    public FakeMx implicitTls(SSLContext context) {
        implicitTls = true;
        return tls(context);
    }

    /** What it calls itself. */
    public FakeMx name(String hostName) {
        name = hostName;
        return this;
    }

    /** For very many messages: what they hold is not kept. */
    public FakeMx forgetContents() {
        keepContents = false;
        return this;
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public int receivedCount() {
        return received.size();
    }

    public List<String> commands() {
        return List.copyOf(commands);
    }

    public int connections() {
        return connections.get();
    }

    /** The largest number of connections at a time. */
    public int busiest() {
        return busiest.get();
    }

    public int openConnections() {
        return open.size();
    }

    /** Of those, the ones that wait for an answer that does not come. */
    public int hangingConnections() {
        return hanging.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                open.add(client);
                connections.incrementAndGet();
                busiest.accumulateAndGet(open.size(), Math::max);
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try {
            new FakeMxSession(this, client).run();
        } catch (IOException | FakeMxSession.Dropped ended) {
            return;
        } finally {
            open.remove(client);
            try {
                client.close();
            } catch (IOException e) {
                open.remove(client);
            }
        }
    }

    Optional<SSLContext> tls() {
        return tls;
    }

    boolean isImplicitTls() {
        return implicitTls;
    }

    List<String> extensionLines() {
        return extensions;
    }

    String name() {
        return name;
    }

    void noteCommand(String line) {
        if (keepContents) {
            commands.add(line);
        }
    }

    void take(Received message) {
        received.add(
                keepContents
                        ? message
                        : new Received(
                                message.sender(), message.recipients(), new byte[0], message.encrypted(), "", ""));
        if (received.size() >= most) {
            hang("MAIL");
        }
    }

    /** What the test wants at this step: the answer; else an exception that ends the connection. */
    String at(String step, String otherwise) throws IOException {
        if (hangs.containsKey(step)) {
            hanging.incrementAndGet();
            try {
                await();
            } finally {
                hanging.decrementAndGet();
            }
        }
        if (drops.containsKey(step)) {
            throw new FakeMxSession.Dropped();
        }
        return answers.getOrDefault(step, otherwise);
    }

    private void await() throws IOException {
        synchronized (hangs) {
            while (!hangs.isEmpty() && !socket.isClosed()) {
                try {
                    hangs.wait(100);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    /** As if the machine were gone: connections end, new ones are refused. */
    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : open) {
            client.close();
        }
        threads.shutdownNow();
        // The port is free once nobody accepts on it.
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
