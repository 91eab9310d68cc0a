from django import forms


class VotesForm(forms.Form):
    """One number for each challenge, and the sum of votes the form was opened on."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args, challenges, **kwargs):
        super().__init__(*args, **kwargs)
        self.challenges = {f"votes_{challenge.uid}": challenge for challenge in challenges}
        for name, challenge in self.challenges.items():
            box = forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
            self.fields[name] = forms.IntegerField(
                label=str(challenge), min_value=0, max_value=9999, required=False, widget=box
            )

    def votes(self) -> dict:
        """{challenge: votes}, empty boxes as 0."""
        return {challenge: self.cleaned_data[name] or 0 for name, challenge in self.challenges.items()}
