package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.backup.UnfinishedRestore;
import dev.agentpost.mail.cli.CommandFailure;
import dev.agentpost.mail.core.DiskSpace;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.tls.OperatorCertificate;
import dev.agentpost.mail.tls.ServerCertificate;
import dev.agentpost.mail.tls.UnusableCertificateException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be found wrong before anything is started. */
final class Preflight {
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;
    private static final String OWNER = "unix:uid";

    private final ServerSettings settings;
    private final Path folder;
    private final ServerCertificate certificate;
    private final long minFreeBytes;

    Preflight(ServerSettings settings, Path folder, ServerCertificate certificate) {
        this(settings, folder, certificate, DiskSpace.LEAST_BYTES);
    }

    Preflight(ServerSettings settings, Path folder, ServerCertificate certificate, long minFreeBytes) {
        this.settings = settings;
        this.folder = folder;
        this.certificate = certificate;
        this.minFreeBytes = minFreeBytes;
    }

    void check() throws CommandFailure {
        checkFolder();
        checkNoServer();
        checkSpace();
        checkCertificate();
        checkFiles();
        checkPorts();
    }

    private void checkFolder() throws CommandFailure {
        if (folder.toString().contains(File.pathSeparator)) {
            throw new CommandFailure("Java cannot run with a data folder that has a colon in its name: " + folder);
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new CommandFailure("the data folder " + folder + " is a file");
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".writable", ".tmp"));
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + folder + " is not writable: " + reason(e) + owners(e));
        }
        if (UnfinishedRestore.isIn(folder)) {
            throw new CommandFailure(UnfinishedRestore.explain(folder));
        }
        Optional<Path> foreign = Stream.of("server.lock", "run", "logs", "tls", "cassandra", "queue")
                .map(folder::resolve)
                .filter(Files::exists)
                .filter(path -> !Files.isWritable(path))
                .findFirst();
        if (foreign.isPresent()) {
            throw new CommandFailure(foreign.get() + " is not writable: start the server as the user who owns it");
        }
    }

    private void checkNoServer() throws CommandFailure {
        Optional<Long> holder;
        try {
            holder = DataFolderLock.holder(folder);
        } catch (IOException e) {
            throw new CommandFailure("the data folder " + folder + " is not readable: " + reason(e));
        }
        if (holder.isPresent()) {
            throw new CommandFailure("a server runs on the data folder " + folder + " already, process " + holder.get()
                    + ": stop it with agentpost stop, or give another --data");
        }
    }

    private void checkSpace() throws CommandFailure {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < minFreeBytes) {
                throw new CommandFailure(String.format(
                        Locale.ROOT,
                        "the disk of the data folder %s is full: %d MiB are free, at least %d are needed",
                        folder,
                        free >> 20,
                        minFreeBytes >> 20));
            }
        } catch (IOException e) {
            throw new CommandFailure("the disk of the data folder " + folder + " does not answer: " + reason(e));
        }
    }

    /** Our own is made by the server, which holds the lock of the folder. */
    private void checkCertificate() throws CommandFailure {
        if (certificate instanceof OperatorCertificate own) {
            try {
                own.refresh();
            } catch (UnusableCertificateException e) {
                throw new CommandFailure(
                        Setting.TLS_CERTIFICATE + " and " + Setting.TLS_PRIVATE_KEY + ": " + e.getMessage());
            }
        }
    }

    /** Of secrets and of authorities to trust. */
    private void checkFiles() throws CommandFailure {
        try {
            new SettingFiles(settings, folder).check();
        } catch (InvalidSettingException e) {
            throw new CommandFailure(e.getMessage());
        }
    }

    private void checkPorts() throws CommandFailure {
        for (Map.Entry<Setting, Integer> port :
                settings.listeners().servedPorts().entrySet()) {
            checkPort(port.getKey(), port.getValue());
        }
    }

    private void checkPort(Setting key, int port) throws CommandFailure {
        String address = settings.listeners().bindAddress();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("Cannot assign")) {
                throw new CommandFailure(Setting.BIND_ADDRESS + "=" + address + " is not an address of this machine");
            }
            if (message.contains("denied") && port < FIRST_UNPRIVILEGED_PORT) {
                throw new CommandFailure("this user may not open port " + port + ": set " + key
                        + " to a port from 1024 on, start as root, or give a container the sysctl"
                        + " net.ipv4.ip_unprivileged_port_start=0");
            }
            throw new CommandFailure(
                    "port " + port + " of " + address + " is in use: set " + key + " to another, or end what uses it");
        }
    }

    /** A folder that is mounted into a container often belongs to another user than the one of the container. */
    private String owners(IOException e) {
        if (!(e instanceof AccessDeniedException)) {
            return "";
        }
        try {
            Path there = Stream.iterate(folder, Path::getParent)
                    .dropWhile(Files::notExists)
                    .findFirst()
                    .orElseThrow();
            return " (" + there + " belongs to user " + Files.getAttribute(there, OWNER) + ", this is user "
                    + Files.getAttribute(Path.of("/proc/self"), OWNER) + ")";
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return "";
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
