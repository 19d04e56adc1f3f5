package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.core.AtomicFile;
import dev.agentpost.mail.server.ServerCertificates;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import dev.agentpost.mail.tls.CertificateFiles;
import dev.agentpost.mail.tls.ServerCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.PemUtils;

/** A process that behaves towards the command as the server does, with mail ports that only greet. */
public final class StandInServer {
    /** The variable that says what goes wrong. */
    static final String TROUBLE = "STAND_IN_TROUBLE";

    static final String FAILS = "fails";
    static final String DIES = "dies";
    static final String HANGS = "hangs";
    static final String GREETS_WRONGLY = "greets wrongly";
    static final String IGNORES_SIGTERM = "ignores SIGTERM";

    private StandInServer() {}

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[1]);
        String trouble = System.getenv().getOrDefault(TROUBLE, "");
        if (trouble.equals(DIES)) {
            System.err.println("first words");
            System.err.println("last words");
            System.exit(1);
        }
        ServerSettings settings = ServerSettings.from(System.getenv());
        DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow();
        RunStateFile state = new RunStateFile(data);
        state.write(RunState.starting(
                ProcessHandle.current().pid(),
                settings.listeners().connectAddress(),
                ServerPorts.of(settings.listeners())));
        if (trouble.equals(FAILS)) {
            state.update(last -> last.failed("the database is on strike"));
            System.exit(1);
        }
        if (trouble.equals(IGNORES_SIGTERM)) {
            Runtime.getRuntime().addShutdownHook(new Thread(StandInServer::waitForever));
        }
        state.update(last -> last.withProgress("pretending to start Cassandra"));
        listen(settings, data, trouble);
        if (!trouble.equals(HANGS)) {
            state.update(RunState::ready);
        }
        waitForever();
        lock.close();
    }

    private static void listen(ServerSettings settings, Path data, String trouble) throws Exception {
        ServerCertificate certificate = ServerCertificates.from(settings, data, Clock.systemUTC());
        certificate.refresh();
        String smtpGreeting = trouble.equals(GREETS_WRONGLY) ? "421 go away" : "220 stand-in";
        greet(settings.listeners().smtpsPort(), smtpGreeting, certificate.files());
        greet(settings.listeners().imapsPort(), "* OK stand-in", certificate.files());
        accept(new ServerSocket(), settings.listeners().mxPort(), socket -> say("220 stand-in", socket));
        accept(new ServerSocket(), settings.listeners().apiPort(), socket -> say("HTTP/1.1 200 stand-in", socket));
        AdminServer admin = new AdminServer(new Random(1));
        AtomicFile.writeSecret(settings.adminTokenFile(data), AdminServer.TOKEN + "\n");
        forward(settings.listeners().webadminPort(), admin.port());
    }

    private static void greet(int port, String greeting, CertificateFiles files) throws IOException {
        ServerSocket listener = SSLFactory.builder()
                .withIdentityMaterial(PemUtils.loadIdentityMaterial(files.certificate(), files.privateKey()))
                .build()
                .getSslContext()
                .getServerSocketFactory()
                .createServerSocket();
        accept(listener, port, socket -> say(greeting, socket));
    }

    private static void say(String greeting, Socket socket) throws IOException {
        socket.getOutputStream().write((greeting + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private static void forward(int port, int target) throws IOException {
        accept(new ServerSocket(), port, socket -> {
            try (Socket other = new Socket(InetAddress.getLoopbackAddress(), target)) {
                thread(() -> copy(other.getInputStream(), socket.getOutputStream()));
                copy(socket.getInputStream(), other.getOutputStream());
            }
        });
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
        to.close();
    }

    private interface Conversation {
        void hold(Socket socket) throws IOException;
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void accept(ServerSocket listener, int port, Conversation conversation) throws IOException {
        listener.bind(new InetSocketAddress("127.0.0.1", port));
        thread(() -> {
            while (true) {
                Socket socket = listener.accept();
                thread(() -> {
                    try (socket) {
                        conversation.hold(socket);
                    }
                });
            }
        });
    }

    private static void thread(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException clientWentAway) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
