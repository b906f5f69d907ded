"""The sentences of the documents where the organiser has not written others."""

from tspi_sched.documents import Texts
from tspi_sched.texts import _


def standard_texts(*, written: bool = True) -> Texts:
    """Every sentence, in the language in force; nothing of papers where none is `written`."""
    return Texts(
        candidate_intro=_(
            "J'ai l'honneur de vous convoquer aux épreuves de la session d'examen citée en objet, selon le calendrier "
            "ci-après. Vous voudrez bien vous présenter à l'heure de convocation, qui précède le début de l'épreuve."
        ),
        bring_written=(
            _("la présente convocation"),
            _("une pièce d'identité officielle avec photographie, en cours de validité"),
            _("de quoi écrire"),
        ),
        bring_orals=(
            _("la présente convocation et votre pièce d'identité"),
            _("votre dossier professionnel"),
        ),
        candidate_notes=_candidate_notes(written=written),
        member_intro=_(
            "J'ai l'honneur de vous convoquer en qualité de membre du jury de la session d'examen citée en objet, "
            "selon le calendrier ci-après."
        ),
        member_notes=_member_notes(),
        closing=_("Je vous prie d'agréer, Madame, Monsieur, l'expression de mes salutations distinguées."),
        invigilator_notes=_invigilator_notes(),
        attendance_note=_("Chaque candidat signe au début de chaque épreuve, après vérification de son identité."),
        door_note=_("Silence – épreuves en cours"),
    )


def _candidate_notes(*, written: bool) -> tuple[str, ...]:
    late = _("En retard à une épreuve surveillée, vous pourrez y être admis(e), sans que l'heure de fin soit reculée.")
    return (
        _("Votre identité sera vérifiée et vous signerez la feuille d'émargement à chaque épreuve."),
        *((late,) if written else ()),
        _("Les téléphones et autres appareils connectés sont éteints et rangés pendant toute la durée des épreuves."),
        _("En cas d'empêchement, prévenez le centre dès que possible et adressez-lui un justificatif."),
    )


def _member_notes() -> tuple[str, ...]:
    return (
        _(
            "Un membre du jury n'évalue ni un candidat qu'il a formé, ni un candidat qui travaille ou a travaillé dans "
            "son entreprise : si c'est le cas de l'un de ceux que cite le calendrier, signalez-le dès réception."
        ),
        _("Les copies et les délibérations sont confidentielles ; le jury délibère hors de toute autre présence."),
        _("Munissez-vous d'une pièce d'identité ; vous signerez la feuille de présence à votre arrivée."),
        _(
            "La présente convocation peut appuyer votre demande d'autorisation d'absence auprès de votre employeur. "
            "En cas d'empêchement, prévenez le centre dès que possible."
        ),
    )


def _invigilator_notes() -> tuple[str, ...]:
    return (
        _("Vérifiez l'identité de chaque candidat et faites-lui signer la feuille d'émargement."),
        _("Ouvrez les plis devant les candidats, à l'heure indiquée."),
        _("Chaque candidat compose jusqu'à sa propre heure de fin : ne ramassez aucune copie plus tôt."),
        _("Un candidat en retard peut être admis, sans que son heure de fin soit reculée : notez son heure d'arrivée."),
    )
