package dev.agentpost.mail.core.smtp;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.inject.Injector;
import dev.agentpost.mail.tls.CertificateNames;
import dev.agentpost.mail.tls.OwnCertificate;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.server.core.configuration.FileConfigurationProvider;

/** What a listener of a test is started from: a certificate, the shipped configuration, handlers with test doubles. */
public final class ListenerFolder implements FileSystem, AutoCloseable {
    public static final String HOST = "mail.example.org";

    private final Path folder;
    private final SSLContext clientTls;

    private ListenerFolder(Path folder, SSLContext clientTls) {
        this.folder = folder;
        this.clientTls = clientTls;
    }

    public static ListenerFolder create() throws Exception {
        Path folder = Files.createTempDirectory("listener");
        OwnCertificate certificate =
                new OwnCertificate(folder.resolve("tls"), CertificateNames.of(HOST, List.of()), Clock.systemUTC());
        certificate.refresh();
        return new ListenerFolder(
                folder, trusting(certificate.files().authority().orElseThrow()));
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Trusts the certificate of the listener. */
    public SSLContext clientTls() {
        return clientTls;
    }

    /**
     * @param file one of {@code james-conf}, on a free port
     * @param overrides other values for its keys
     */
    public HierarchicalConfiguration<ImmutableNode> configuration(String file, Map<String, String> overrides)
            throws Exception {
        String xml = Files.readString(Path.of("../james-conf", file))
                .replace("${sys:agentpost.bind.address}", "127.0.0.1")
                .replace("${sys:agentpost.smtps.port}", "0")
                .replace("${sys:agentpost.mx.port}", "0")
                .replace("${sys:agentpost.public.host}", HOST)
                .replace("${sys:agentpost.max.message.bytes}", "73400320")
                .replace("${sys:agentpost.max.recipients}", "100")
                .replace("${sys:agentpost.dmarc.policy}", "report")
                .replace(
                        "${sys:agentpost.tls.key}",
                        folder.resolve("tls/server.key").toString())
                .replace(
                        "${sys:agentpost.tls.certificate}",
                        folder.resolve("tls/server.pem").toString())
                .replaceAll(
                        "<jmxName>.*</jmxName>",
                        "<jmxName>" + UUID.randomUUID() + "</jmxName>" + "<gracefulShutdown>false</gracefulShutdown>")
                .replaceAll("<maxExecutorCount>.*</maxExecutorCount>", "<maxExecutorCount>4</maxExecutorCount>");
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            String name = override.getKey();
            xml = xml.replaceAll(
                    "<" + name + ">.*</" + name + ">", "<" + name + ">" + override.getValue() + "</" + name + ">");
        }
        return FileConfigurationProvider.getConfig(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    public static ProtocolHandlerLoader loader(Injector injector) {
        return (name, configuration) -> {
            try {
                ProtocolHandler handler = (ProtocolHandler) injector.getInstance(Class.forName(name));
                handler.init(configuration);
                return handler;
            } catch (Exception e) {
                throw new ProtocolHandlerLoader.LoadingException("cannot load " + name, e);
            }
        };
    }

    @Override
    public InputStream getResource(String url) throws IOException {
        return Files.newInputStream(getFile(url).toPath());
    }

    @Override
    public File getFile(String url) {
        return new File(url.substring(FILE_PROTOCOL.length()));
    }

    @Override
    public File getBasedir() {
        return folder.toFile();
    }

    @Override
    public void close() throws IOException {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
}
