package dev.agentpost.mail.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that signs itself, made by the JDK's keytool. */
public final class PeerCertificate {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    private PeerCertificate(Path folder) {
        this.folder = folder;
    }

    /** @param names host names; with numbers and dots only, IP addresses */
    public static PeerCertificate create(String... names) throws IOException, InterruptedException {
        PeerCertificate certificate = new PeerCertificate(
                Files.createTempDirectory(Files.createDirectories(Path.of("target")), "peer-certificate"));
        String alternatives = String.join(
                ",",
                Stream.of(names)
                        .map(name -> (name.matches("[0-9.]+") ? "ip:" : "dns:") + name)
                        .toList());
        certificate.keytool(List.of(
                "-genkeypair",
                "-alias",
                "peer",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + names[0],
                "-validity",
                "2",
                "-ext",
                "san=" + alternatives));
        certificate.keytool(List.of(
                "-exportcert",
                "-alias",
                "peer",
                "-rfc",
                "-file",
                certificate.pem().toString()));
        return certificate;
    }

    private void keytool(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder keytool = new ProcessBuilder(Stream.of(
                        List.of(Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString()),
                        arguments,
                        List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD))
                .flatMap(List::stream)
                .toList());
        Path log = folder.resolve("keytool.log");
        keytool.redirectErrorStream(true).redirectOutput(log.toFile());
        if (keytool.start().waitFor() != 0) {
            throw new IOException(Files.readString(log));
        }
    }

    private Path store() {
        return folder.resolve("peer.p12");
    }

    /** The file of the certificate. */
    public Path pem() {
        return folder.resolve("peer.pem");
    }

    /** For a server. */
    public SSLContext context() {
        try (InputStream in = Files.newInputStream(store())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
