import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.VeraPDFFoundry;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Asks veraPDF whether files conform to PDF/UA-1 and to PDF/A-3a.
 *
 * Prints a line for each rule that a file breaks, then one line of counts; in
 * one Java machine, because starting it takes longer than judging.
 */
final class Judge {
    private static final PDFAFlavour[] FLAVOURS = {
        PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A};

    private static int checks = 0;
    private static int failures = 0;

    /** A rule, with how often it is broken and what is said the first time. */
    private static final class Breach {
        int count = 0;
        String message;
        String context;
    }

    private static void report(String path, PDFAFlavour flavour,
                               ValidationResult result) {
        Map<String, Breach> breaches = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) {
                continue;
            }
            String rule = assertion.getRuleId().getClause() + "-"
                + assertion.getRuleId().getTestNumber();
            Breach breach = breaches.computeIfAbsent(rule, r -> new Breach());
            if (breach.count++ == 0) {
                breach.message = assertion.getMessage();
                breach.context = assertion.getLocation().getContext();
            }
        }
        checks += result.getTotalAssertions();
        breaches.forEach((rule, breach) -> {
            failures += breach.count;
            System.out.printf("%s: %s %s, %d times: %s (%s)%n", path,
                flavour.getId(), rule, breach.count,
                breach.message.replaceAll("\\s+", " "), breach.context);
        });
        if (!result.isCompliant() && breaches.isEmpty()) {
            failures++;
            System.out.printf("%s: %s not compliant%n", path, flavour.getId());
        }
    }

    /* Without a limit of failures, passes not recorded. */
    private static void judge(VeraPDFFoundry foundry, String path,
                              PDFAFlavour flavour) {
        try (PDFAParser parser =
                 foundry.createParser(new File(path), flavour);
             PDFAValidator validator =
                 foundry.createValidator(flavour, false)) {
            report(path, flavour, validator.validate(parser));
        } catch (Exception fault) {
            failures++;
            System.out.printf("%s: %s cannot be read: %s%n", path,
                flavour.getId(), fault.getMessage());
        }
    }

    public static void main(String[] paths) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        VeraPDFFoundry foundry = Foundries.defaultInstance();
        for (String path : paths) {
            for (PDFAFlavour flavour : FLAVOURS) {
                judge(foundry, path, flavour);
            }
        }
        System.out.printf("%d files, PDF/UA-1 and PDF/A-3a: %d checks, "
            + "%d failed%n", paths.length, checks, failures);
        System.exit(failures == 0 ? 0 : 1);
    }
}
