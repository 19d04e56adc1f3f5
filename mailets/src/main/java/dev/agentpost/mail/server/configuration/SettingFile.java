package dev.agentpost.mail.server.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * A file that a setting names, read with what an operator can do about it.
 *
 * @param setting names the file in messages
 */
public record SettingFile(Setting setting, Path path) {

    /**
     * The secret in it, without the white space around it.
     *
     * @throws InvalidSettingException when the file cannot be read, or there is nothing in it
     */
    public String secret() {
        try {
            String secret = Files.readString(path).strip();
            if (secret.isEmpty()) {
                throw failure("is empty");
            }
            return secret;
        } catch (IOException e) {
            throw failure("cannot be read: " + reason(e));
        }
    }

    /** @throws InvalidSettingException when the file cannot be read, or holds no certificate */
    public void requireCertificates() {
        try (InputStream pem = Files.newInputStream(path)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty()) {
                throw failure("holds no certificate");
            }
        } catch (CertificateException e) {
            throw failure("holds no certificate that can be read");
        } catch (IOException e) {
            throw failure("cannot be read: " + reason(e));
        }
    }

    private InvalidSettingException failure(String what) {
        return new InvalidSettingException("the file of " + setting + "=" + path + " " + what);
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "it does not exist"
                : e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
