package dev.agentpost.mail.cli.admin;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The command, and for each test a server of admin routes that it speaks to. */
final class AdminCommands implements BeforeEachCallback, AfterEachCallback {
    private final boolean withOrganization;
    private Path folder;
    private AdminServer server;
    private String acme;

    private AdminCommands(boolean withOrganization) {
        this.withOrganization = withOrganization;
    }

    /** On a server without an organization. */
    static AdminCommands onEmptyServer() {
        return new AdminCommands(false);
    }

    /** On a server with one organization, which need not be named then. */
    static AdminCommands ofAcme() {
        return new AdminCommands(true);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("agentpost-cli");
        server = new AdminServer(new Random(1));
        acme = withOrganization ? server.newOrganization("Acme") : "";
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server.close();
        Files.deleteIfExists(CommandRun.tokenFile(folder));
        Files.delete(folder);
    }

    AdminServer server() {
        return server;
    }

    /** The id of the organization. */
    String acme() {
        return acme;
    }

    CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }
}
