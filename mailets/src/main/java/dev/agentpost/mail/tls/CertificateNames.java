package dev.agentpost.mail.tls;

import com.google.common.net.InetAddresses;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * The host names and IP addresses that a certificate is good for.
 *
 * @param values host names in lower case and addresses in their shortest form; the first names the server
 */
public record CertificateNames(Set<String> values) {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");

    public CertificateNames {
        values = values.stream().map(CertificateNames::normalize).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The public host, the names of this machine to itself, and the extra names. */
    public static CertificateNames of(String publicHost, Collection<String> extraNames) {
        return new CertificateNames(Stream.of(Stream.of(publicHost), THIS_MACHINE.stream(), extraNames.stream())
                .flatMap(names -> names)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Those that a certificate carries (RFC 5280 section 4.2.1.6). */
    static CertificateNames in(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return new CertificateNames(
                names == null
                        ? Set.of()
                        : names.stream().map(name -> (String) name.get(1)).collect(Collectors.toSet()));
    }

    String first() {
        return values.iterator().next();
    }

    boolean sameAs(CertificateNames other) {
        return Set.copyOf(values).equals(Set.copyOf(other.values));
    }

    GeneralNames toGeneralNames() {
        return new GeneralNames(values.stream()
                .map(name -> new GeneralName(
                        InetAddresses.isInetAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static String normalize(String name) {
        return InetAddresses.isInetAddress(name)
                ? InetAddresses.toAddrString(InetAddresses.forString(name))
                : name.toLowerCase(Locale.ROOT);
    }
}
