package dev.agentpost.mail.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where this program lies.
 *
 * @param home the root of the repository, or of an installation with the same layout
 */
public record Installation(Path home) {
    private static final String HOME_PROPERTY = "agentpost.home";
    private static final String CASSANDRA_JAR = "cassandra-all-";

    /** That of the running program; the agentpost script says where it is. */
    public static Installation current() throws CommandFailure {
        return find().orElseThrow(() ->
                new CommandFailure("the system property " + HOME_PROPERTY + " is missing: use the agentpost script"));
    }

    /** Empty without the agentpost script. */
    static Optional<Installation> find() {
        return Optional.ofNullable(System.getProperty(HOME_PROPERTY))
                .map(home -> new Installation(Path.of(home).toAbsolutePath().normalize()));
    }

    public Path configurationFolder() {
        return home.resolve("james-conf");
    }

    public Path cassandraLibraryFolder() {
        String folder = System.getProperty("agentpost.cassandra.lib");
        return folder == null ? home.resolve("mailets/embedded-cassandra/target/lib") : Path.of(folder);
    }

    /** As the build was told it; see {@code docker/version}. Classes that are not in a jar have none. */
    public Optional<String> version() {
        return Optional.ofNullable(Installation.class.getPackage().getImplementationVersion());
    }

    public Optional<String> jamesVersion() {
        return version("org.apache.james/james-server-guice-common");
    }

    /** That of the embedded Cassandra. */
    public Optional<String> cassandraVersion() {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(cassandraLibraryFolder(), CASSANDRA_JAR + "*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                return Optional.of(name.substring(CASSANDRA_JAR.length(), name.length() - ".jar".length()));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Maven writes it into each jar; classes that are not in a jar have none. */
    private static Optional<String> version(String artifact) {
        try (InputStream stream =
                Installation.class.getResourceAsStream("/META-INF/maven/" + artifact + "/pom.properties")) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(stream);
            return Optional.ofNullable(properties.getProperty("version"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
