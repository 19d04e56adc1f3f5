package dev.agentpost.mail.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The PEM files in use.
 *
 * @param certificate of the server, followed by its chain where it needs one
 * @param authority what clients must be told to trust; empty for the operator's own certificate, of which that is known
 *     to the operator only
 */
public record CertificateFiles(Path certificate, Path privateKey, Optional<Path> authority) {}
