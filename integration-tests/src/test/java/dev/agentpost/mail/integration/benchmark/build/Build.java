package dev.agentpost.mail.integration.benchmark.build;

import java.nio.file.Path;

/**
 * A build of the server, whole and ready to be started.
 *
 * @param name revision or folder, as the report shows it
 * @param home the folder with its {@code agentpost}
 * @param dataName names its prepared data in the cache
 */
public record Build(String name, Path home, String dataName) {}
