package dev.agentpost.mail.integration.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A port on loopback that leads to another one, and closes the first connections at once: a network that fails. */
public final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Relay(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    public static Relay refusingFirst(int refused, int target) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1")), target);
        relay.threads.execute(() -> relay.accept(refused));
        return relay;
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept(int refused) {
        try {
            for (int i = 0; i < refused; i++) {
                listener.accept().close();
            }
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getByName("127.0.0.1"), target);
                threads.execute(() -> copy(client, server));
                threads.execute(() -> copy(server, client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // either side is gone: both are closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
