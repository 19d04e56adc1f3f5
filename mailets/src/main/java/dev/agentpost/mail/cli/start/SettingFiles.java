package dev.agentpost.mail.cli.start;

import dev.agentpost.mail.admin.AdminTokenFile;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.server.configuration.SettingFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The files that settings name, but for the certificate of the server: read before anything is started. */
record SettingFiles(ServerSettings settings, Path folder) {

    /** @throws InvalidSettingException for the first that does not hold what it should */
    void check() {
        secret(Setting.CASSANDRA_PASSWORD_FILE, settings.cassandra().passwordFile());
        authority(Setting.CASSANDRA_TLS_CA, settings.cassandra().tlsCertificateAuthority());
        settings.outbound().smarthost().ifPresent(smarthost -> {
            secret(Setting.SMARTHOST_PASSWORD_FILE, smarthost.passwordFile());
            authority(Setting.SMARTHOST_CA, smarthost.certificateAuthority());
        });
        adminToken(settings.adminTokenFile(folder));
    }

    private static void secret(Setting setting, Optional<Path> file) {
        file.ifPresent(path -> new SettingFile(setting, path).secret());
    }

    private static void authority(Setting setting, Optional<Path> file) {
        file.ifPresent(path -> new SettingFile(setting, path).requireCertificates());
    }

    /** The server makes it where it is missing. */
    private static void adminToken(Path file) {
        try {
            new AdminTokenFile(file).load();
        } catch (NoSuchFileException absent) {
            Path parent = file.getParent();
            if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
                throw failure(file, "cannot be made: " + parent + " is no folder that this user may write to");
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException(e.getMessage());
        } catch (AccessDeniedException e) {
            throw failure(file, "cannot be read: permission denied");
        } catch (IOException e) {
            throw failure(file, "cannot be read: " + e.getMessage());
        }
    }

    private static InvalidSettingException failure(Path file, String what) {
        return new InvalidSettingException("the file of " + Setting.ADMIN_TOKEN_FILE + "=" + file + " " + what);
    }
}
